using AccelSim.Machine;

namespace AccelSim.Cli;

/// <summary>Names of patterns on the command line, with commas between them.</summary>
internal static class PatternList
{
    /// <summary>The names; all that are known where none is given.</summary>
    /// <exception cref="UsageException">Some are not known; all of them are named.</exception>
    public static IReadOnlyList<string> Parse(string? text, IReadOnlyList<string> known)
    {
        if (text is null)
        {
            return known;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries);
        var unknown = names.Where(name => !known.Contains(name)).Select(name => Nearest.To(name, known) is { } nearest ? $"'{name}' (did you mean '{nearest}'?)" : $"'{name}'").ToList();
        return unknown.Count == 0 ? names : throw new UsageException($"--pattern {text}: {string.Join(", ", unknown)} is not a pattern; known: {string.Join(", ", known)}");
    }
}
