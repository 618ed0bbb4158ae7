namespace AccelSim.Chips.Simt;

/// <summary>Issue slots of a sub-core up to a moment, or from one to another.</summary>
/// <param name="Issued">By unit.</param>
/// <param name="Stalled">By reason.</param>
/// <param name="Dram">Of those that waited for global memory, those whose data came from device memory.</param>
internal sealed record SlotAccount(long[] Issued, long[] Stalled, long Dram)
{
    /// <summary>An account now.</summary>
    public static SlotAccount Of(IssueSlots slots) => new(slots.Issued.ToArray(), slots.Stalled.ToArray(), slots.Dram);

    /// <summary>This and so many times another.</summary>
    public SlotAccount With(SlotAccount other, double times) =>
        new([.. Issued.Zip(other.Issued, (a, b) => a + Times(b, times))], [.. Stalled.Zip(other.Stalled, (a, b) => a + Times(b, times))], Dram + Times(other.Dram, times));

    /// <summary>A count so many times, to the nearest whole one; exact up to 2^53.</summary>
    public static long Times(long count, double times) => (long)Math.Round(count * times);
}
