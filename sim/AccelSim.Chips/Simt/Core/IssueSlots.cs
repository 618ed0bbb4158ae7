using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>
/// The account of a sub-core's issue slots while it has warps: each cycle is an issue, by the pipe of the instruction, or belongs to the reason for which
/// the warp that issued next did not issue before.
/// </summary>
public sealed class IssueSlots
{
    private readonly long[] _issued = new long[(int)SimtUnit.WarpGroup + 1];
    private readonly long[] _stalled = new long[StallCounts.Count];

    internal IssueSlots()
    {
    }

    /// <summary>Issues by unit.</summary>
    public ReadOnlySpan<long> Issued => _issued;

    /// <summary>Slots without an issue by reason.</summary>
    public ReadOnlySpan<long> Stalled => _stalled;

    /// <summary>Slots whose warp waited for data that came from device memory; part of <see cref="StallReason.LongScoreboard"/>.</summary>
    public long Dram { get; private set; }

    /// <summary>Cycle of the SM's clock up to which slots have been entered; the account stands still while the sub-core has no warps.</summary>
    public long Until { get; internal set; }

    /// <summary>Enters slots of cycles that were not simulated.</summary>
    internal void Enter(SlotAccount left, long cycles)
    {
        for (var unit = 0; unit < _issued.Length; unit++)
        {
            _issued[unit] += left.Issued[unit];
        }

        for (var reason = 0; reason < _stalled.Length; reason++)
        {
            _stalled[reason] += left.Stalled[reason];
        }

        Dram += left.Dram;
        Until += cycles;
    }

    /// <summary>Adds what an account entered beyond an earlier state of it.</summary>
    internal void AddSince(IssueSlots now, IssueSlots before)
    {
        for (var unit = 0; unit < _issued.Length; unit++)
        {
            _issued[unit] += now._issued[unit] - before._issued[unit];
        }

        for (var reason = 0; reason < _stalled.Length; reason++)
        {
            _stalled[reason] += now._stalled[reason] - before._stalled[reason];
        }

        Dram += now.Dram - before.Dram;
        Until = now.Until > before.Until ? now.Until : Until;
    }

    /// <summary>Becomes as another is.</summary>
    internal void Copy(IssueSlots other)
    {
        Array.Copy(other._issued, _issued, _issued.Length);
        Array.Copy(other._stalled, _stalled, _stalled.Length);
        (Dram, Until) = (other.Dram, other.Until);
    }

    internal void Issue(SimtUnit unit) => _issued[(int)unit]++;

    internal void Stall(StallReason reason, long cycles, bool dram)
    {
        _stalled[(int)reason] += cycles;
        Dram += dram && reason == StallReason.LongScoreboard ? cycles : 0;
    }
}
