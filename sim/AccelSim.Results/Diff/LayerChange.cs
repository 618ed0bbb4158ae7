namespace AccelSim.Results.Diff;

/// <summary>A layer that differs, or neighbours that one of the runs computes together.</summary>
/// <param name="Name">Its first operator.</param>
/// <param name="Before">Its time in the first run, s; null where only the second has it.</param>
/// <param name="After">Its time in the second, s; null likewise.</param>
/// <param name="Cause">Cause whose time changed most.</param>
/// <param name="CauseChange">By how much, s.</param>
/// <param name="Rescheduled">True where the compiler divided or fused it otherwise.</param>
public sealed record LayerChange(string Name, double? Before, double? After, string Cause, double CauseChange, bool Rescheduled)
{
    /// <summary>What was added, s.</summary>
    public double Change => (After ?? 0) - (Before ?? 0);
}
