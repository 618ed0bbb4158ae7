namespace AccelSim.Memory;

/// <summary>Where the time of data buses went, as fractions that sum to 1.</summary>
/// <param name="Data">Moving data.</param>
/// <param name="BankGroup">Waits between bursts of one bank group.</param>
/// <param name="RowMiss">Closing and opening rows while a request waited.</param>
/// <param name="Refresh">Refresh while a request waited.</param>
/// <param name="Turnaround">Between reads and writes.</param>
/// <param name="Idle">Nobody had asked that bus for anything.</param>
public readonly record struct DramBusShares(double Data, double BankGroup, double RowMiss, double Refresh, double Turnaround, double Idle)
{
    /// <summary>The shares of what buses did together in <paramref name="ticks"/>, <paramref name="data"/> of them moving data; what they have no account of is idle.</summary>
    internal static DramBusShares Of(BusTime did, double data, double ticks)
    {
        var known = did.Busy + did.RowMiss + did.Refresh + did.Turnaround;
        var all = Math.Max(ticks, known);
        var moved = Math.Min(data, did.Busy);
        return new DramBusShares(moved / all, (did.Busy - moved) / all, did.RowMiss / all, did.Refresh / all, did.Turnaround / all, (all - known) / all);
    }
}
