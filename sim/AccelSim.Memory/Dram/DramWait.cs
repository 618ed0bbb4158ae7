namespace AccelSim.Memory;

/// <summary>What a part of an access waited for, in ticks, beside other requests on the bus.</summary>
/// <param name="RowMiss">Closing and opening rows.</param>
/// <param name="Refresh">Refresh.</param>
/// <param name="Turnaround">Turning the bus.</param>
internal readonly record struct DramWait(long RowMiss, long Refresh, long Turnaround)
{
    /// <summary>What the bus did between an arrival and the end of a part, cut to the <paramref name="ticks"/> that the part waited.</summary>
    public static DramWait Of(BusTime did, long idleBefore, long ticks)
    {
        var refresh = Math.Min(did.Refresh, ticks);
        var turnaround = Math.Min(did.Turnaround, ticks - refresh);

        // The bus may have been idle for others while this request's row was being opened.
        var miss = did.RowMiss + Math.Max(0, did.Idle - idleBefore);
        return new DramWait(Math.Min(miss, ticks - refresh - turnaround), refresh, turnaround);
    }
}
