using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>
/// What one kernel did on a chip that others share. An SM's counts belong to the kernel whose warp issued; what the L2 and device memory did while several
/// kernels were on the chip is divided among them as the sectors that they asked for. Over all kernels they add up to what the chip counted.
/// </summary>
public sealed class KernelAccount
{
    private readonly IssueSlots[][] _slots;
    private readonly int[] _blocks;
    private readonly long[] _since;
    private SmCounters _counters;
    private StallCounts _stalls;
    private SmActivity _activity;
    private long _activeCycles;

    internal KernelAccount(int sms, int subCores)
    {
        _slots = [.. Enumerable.Range(0, sms).Select(_ => Enumerable.Range(0, subCores).Select(_ => new IssueSlots()).ToArray())];
        _blocks = new int[sms];
        _since = new long[sms];
    }

    /// <summary>What SMs counted of it.</summary>
    public SmCounters Counters
    {
        get
        {
            var counters = _counters;
            counters.WarpCycles = 0;
            for (var reason = 0; reason < StallCounts.Count; reason++)
            {
                counters.WarpCycles += _stalls[reason];
            }

            counters.ActiveCycles = _activeCycles;
            return counters;
        }
    }

    /// <summary>Warp cycles by reason.</summary>
    public StallCounts Stalls => _stalls;

    /// <summary>What costs energy in the SMs.</summary>
    public SmActivity Activity => _activity;

    /// <summary>Its share of what the L2 counted.</summary>
    public SimtMemoryCounters Memory { get; internal set; }

    /// <summary>Its share of what device memory did.</summary>
    public DramWork Dram { get; internal set; }

    /// <summary>Issue slots of a sub-core that its warps used or waited in.</summary>
    public IssueSlots SlotsOf(int sm, int subCore) => _slots[sm][subCore];

    /// <summary>Enters what an SM counted since its warps began to issue there.</summary>
    internal void Enter(in SmCounters counters, in StallCounts stalls, in SmActivity activity)
    {
        _counters.Add(counters);
        _stalls.Add(stalls);
        _activity.Add(activity);
    }

    /// <summary>A block of it comes to an SM, or goes.</summary>
    internal void Reside(int sm, int change, long cycle)
    {
        if (_blocks[sm] == 0)
        {
            _since[sm] = cycle;
        }

        _blocks[sm] += change;
        if (_blocks[sm] == 0)
        {
            _activeCycles += cycle - _since[sm];
        }
    }
}
