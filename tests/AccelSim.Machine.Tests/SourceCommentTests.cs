namespace AccelSim.Machine.Tests;

/// <summary>Every number of a shipped chip, memory, DRAM device or host says where it comes from, on its line or on the line of the group it is in.</summary>
public sealed class SourceCommentTests
{
    private static readonly string[] NotNumbers = ["name:", "family:", "extends:", "description:", "kind:"];

    public static TheoryData<string> Files() =>
        [.. new[] { "chips", "dram", "hosts", "memories" }.SelectMany(f => Directory.GetFiles(Repository.File("configs", f), "*.yaml"))
            .Order(StringComparer.Ordinal).Select(f => Path.GetRelativePath(Repository.Root, f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_value_has_a_source(string file)
    {
        // These two describe nothing that exists.
        if (Path.GetFileNameWithoutExtension(file) is "toy-mlu" or "ideal")
        {
            return;
        }

        var groups = new Stack<(int Indent, bool Sourced)>();
        var unsourced = new List<string>();
        foreach (var (line, number) in File.ReadLines(Repository.File(file)).Select((l, i) => (l, i + 1)))
        {
            var text = line.TrimStart();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var indent = line.Length - text.Length;
            while (groups.TryPeek(out var outer) && outer.Indent >= indent)
            {
                groups.Pop();
            }

            var sourced = text.Contains(" # ", StringComparison.Ordinal) || (groups.TryPeek(out var parent) && parent.Sourced);
            var value = text.Split(" #")[0].TrimEnd();
            if (!sourced && !value.EndsWith(':') && !value.EndsWith(": null", StringComparison.Ordinal) && !NotNumbers.Any(text.StartsWith))
            {
                unsourced.Add(FormattableString.Invariant($"{file}:{number}: {value}"));
            }

            groups.Push((indent, sourced));
        }

        Assert.Empty(unsourced);
    }
}
