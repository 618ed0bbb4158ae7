namespace AccelSim.Memory;

/// <summary>Where the time of data buses went, as fractions that sum to 1.</summary>
/// <param name="Busy">Moving data, and waits between bursts of one bank group.</param>
/// <param name="RowMiss">Closing and opening rows while a request waited.</param>
/// <param name="Refresh">Refresh while a request waited.</param>
/// <param name="Turnaround">Between reads and writes.</param>
/// <param name="Idle">Nobody had asked that bus for anything.</param>
public readonly record struct DramBusShares(double Busy, double RowMiss, double Refresh, double Turnaround, double Idle)
{
    /// <summary>The shares of what buses did together in <paramref name="ticks"/>; what they have no account of is idle.</summary>
    internal static DramBusShares Of(BusTime did, double ticks)
    {
        var known = did.Busy + did.RowMiss + did.Refresh + did.Turnaround;
        var all = Math.Max(ticks, known);
        return new DramBusShares(did.Busy / all, did.RowMiss / all, did.Refresh / all, did.Turnaround / all, (all - known) / all);
    }
}
