namespace AccelSim.Cli.Tests;

/// <summary>The table of bad input through every verb that takes such a file: exit code 2, the reason on standard error, no file.</summary>
public sealed class BadInputTableTests : IDisposable
{
    private readonly Workplace _work = new();

    public static TheoryData<string, string> Rows => [.. BadInputs.All.SelectMany(input => input.Commands.Select(command => (input.Name, command)))];

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_is_refused_with_its_reason_and_nothing_is_written(string name, string command)
    {
        var input = BadInputs.All.Single(one => one.Name == name);
        var (from, to) = (_work.Subfolder("in"), _work.Subfolder("out"));
        File.WriteAllText(Path.Combine(from, "good.asm"), BadFiles.Good);
        var file = input.Make(from);
        BadFiles.RunFilesFor(file, from);
        var inputs = Directory.GetFileSystemEntries(from);

        string Fill(string text) => text.Replace("{file}", file, StringComparison.Ordinal).Replace("{in}", from, StringComparison.Ordinal).Replace("{out}", to, StringComparison.Ordinal);
        var run = InProcess.Run([.. command.Split(' ').Select(Fill)]);

        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}: {run.Error}");
        Assert.Equal("", run.Output);
        Assert.StartsWith("error ", run.Error, StringComparison.Ordinal);
        Assert.All(input.Says, part => Assert.True(run.Error.Contains(Fill(part), StringComparison.Ordinal), $"'{Fill(part)}' is not in: {run.Error}"));
        Assert.Empty(Directory.GetFileSystemEntries(to));
        Assert.Equal(inputs.Order(), Directory.GetFileSystemEntries(from).Order());
    }

    /// <summary>The same commands with good files write what they are told to, so that an empty folder above means something.</summary>
    [Fact]
    public void The_same_commands_succeed_with_good_files()
    {
        var (from, to) = (_work.Subfolder("in"), _work.Subfolder("out"));
        var good = _work.Write("in/good.asm", BadFiles.Good);
        BadFiles.RunFilesFor(good, from);
        var run = InProcess.Run("run", Path.Combine(from, "as-model.yaml"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["b.csv", "b.html", "b.json", "b.trace.json"], Directory.GetFiles(to).Select(path => Path.GetFileName(path)).Order());
    }
}
