namespace AccelSim.Memory;

/// <summary>What a data bus did with its time so far, in ticks. The parts sum to the tick from which it is free.</summary>
/// <param name="Busy">Bursts, and waits between bursts of one bank group.</param>
/// <param name="RowMiss">Closing and opening rows while a request waited.</param>
/// <param name="Refresh">Refresh while a request waited.</param>
/// <param name="Turnaround">Between reads and writes.</param>
/// <param name="Idle">Nobody had asked for anything.</param>
public readonly record struct BusTime(long Busy, long RowMiss, long Refresh, long Turnaround, long Idle)
{
    /// <summary>All of them.</summary>
    public long Total => Busy + RowMiss + Refresh + Turnaround + Idle;

    /// <summary>Part by part.</summary>
    public static BusTime operator +(BusTime left, BusTime right) => new(
        left.Busy + right.Busy, left.RowMiss + right.RowMiss, left.Refresh + right.Refresh, left.Turnaround + right.Turnaround, left.Idle + right.Idle);

    /// <summary>Part by part.</summary>
    public static BusTime operator -(BusTime left, BusTime right) => new(
        left.Busy - right.Busy, left.RowMiss - right.RowMiss, left.Refresh - right.Refresh, left.Turnaround - right.Turnaround, left.Idle - right.Idle);
}
