using AccelSim.Results;

namespace AccelSim.Studies.Explain;

/// <summary>
/// Finds sections of the chip file in which nothing matters to a run, with two simulations each: all their numbers greater at once, and all smaller. Where neither moves any
/// layer by a femtosecond, none of the numbers does by itself (unless two undid each other exactly, in every layer).
/// </summary>
internal static class SectionScreen
{
    private const int Least = 4;

    /// <summary>Sections worth it.</summary>
    public static IEnumerable<IReadOnlyList<ParameterPair>> Sections(IEnumerable<ParameterPair> pairs) =>
        pairs.GroupBy(pair => pair.Parameter.Section, StringComparer.Ordinal).Select(group => group.ToList()).Where(group => group.Count >= Least);

    /// <summary>True where nothing in a section matters.</summary>
    public static async Task<bool> IsInactiveAsync(ExplainSubject subject, RunResult present, IReadOnlyList<ParameterPair> section, CancellationToken cancellation) =>
        await UnchangedAsync(subject, present, section.Select(pair => pair.Up), cancellation) && await UnchangedAsync(subject, present, section.Select(pair => pair.Down), cancellation);

    private static async Task<bool> UnchangedAsync(ExplainSubject subject, RunResult present, IEnumerable<ParameterStep?> steps, CancellationToken cancellation)
    {
        var changes = steps.OfType<ParameterStep>().Select(step => step.Change).ToList();
        if (changes.Count == 0)
        {
            return true;
        }

        if (subject.Variant(changes, out _) is not { } chip)
        {
            return false;
        }

        try
        {
            var run = await subject.SameAsync(chip, string.Join('\n', changes), cancellation);
            return run.Femtoseconds == present.Femtoseconds && run.Layers.Select(layer => layer.Femtoseconds).SequenceEqual(present.Layers.Select(layer => layer.Femtoseconds));
        }
        catch (Exception e) when (PointFailure.CoversMadeUp(e))
        {
            return false;
        }
    }
}
