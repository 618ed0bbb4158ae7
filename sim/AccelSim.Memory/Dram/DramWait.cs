namespace AccelSim.Memory;

/// <summary>What a part of an access waited for, in ticks, beside other requests on the bus.</summary>
/// <param name="RowMiss">Closing and opening rows.</param>
/// <param name="Refresh">Refresh.</param>
/// <param name="Turnaround">Turning the bus.</param>
internal readonly record struct DramWait(long RowMiss, long Refresh, long Turnaround)
{
    /// <summary>What the bus did between an arrival and the end of a part, cut to the <paramref name="ticks"/> that the part waited.</summary>
    /// <param name="before">All that the bus had done by the arrival.</param>
    /// <param name="after">All that it had done by the end.</param>
    /// <param name="idleBefore">For how long it had had nothing to do by the arrival.</param>
    /// <param name="ticks">Ticks that the part waited.</param>
    public static DramWait Of(in BusTime before, in BusTime after, long idleBefore, long ticks)
    {
        var refresh = Math.Min(after.Refresh - before.Refresh, ticks);
        var turnaround = Math.Min(after.Turnaround - before.Turnaround, ticks - refresh);

        // The bus may have been idle for others while this request's row was being opened.
        var miss = after.RowMiss - before.RowMiss + Math.Max(0, after.Idle - before.Idle - idleBefore);
        return new DramWait(Math.Min(miss, ticks - refresh - turnaround), refresh, turnaround);
    }
}
