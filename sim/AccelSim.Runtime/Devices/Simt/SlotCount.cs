using AccelSim.Chips.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Issue slots of a sub-core, or of several, as they were at a moment or went by since one.</summary>
internal sealed class SlotCount
{
    private readonly long[] _issued;
    private readonly long[] _stalled;

    private SlotCount(long[] issued, long[] stalled, long dram, long until) => (_issued, _stalled, Dram, Until) = (issued, stalled, dram, until);

    /// <summary>By <see cref="Isa.Simt.SimtUnit"/>.</summary>
    public ReadOnlySpan<long> Issued => _issued;

    /// <summary>By <see cref="StallReason"/>.</summary>
    public ReadOnlySpan<long> Stalled => _stalled;

    /// <summary>Of those that waited for data of global memory, those whose data came from DRAM.</summary>
    public long Dram { get; }

    /// <summary>Cycle up to which slots were entered.</summary>
    public long Until { get; }

    /// <summary>All slots.</summary>
    public long Total => _issued.Sum() + _stalled.Sum();

    /// <summary>What an account holds now.</summary>
    public static SlotCount Of(IssueSlots slots) => new(slots.Issued.ToArray(), slots.Stalled.ToArray(), slots.Dram, slots.Until);

    /// <summary>What an account holds beyond an earlier count.</summary>
    public static SlotCount Since(IssueSlots slots, SlotCount earlier)
    {
        var now = Of(slots);
        Subtract(now._issued, earlier._issued);
        Subtract(now._stalled, earlier._stalled);
        return new SlotCount(now._issued, now._stalled, now.Dram - earlier.Dram, now.Until);
    }

    private static void Subtract(long[] from, long[] what)
    {
        for (var i = 0; i < from.Length; i++)
        {
            from[i] -= what[i];
        }
    }
}
