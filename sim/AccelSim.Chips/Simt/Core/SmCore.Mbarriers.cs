using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>Barriers in shared memory: who waits for which phase, and when it goes on.</summary>
internal sealed partial class SmCore
{
    /// <summary>A warp that waits at a barrier in shared memory waits at this and its address; below are the numbered barriers.</summary>
    private const int SharedBarriers = SimtInstructionSet.NamedBarriers;

    private readonly int[] _parity;

    /// <summary>Returns the cycle of the warp's next issue; never, where the phase that it waits for is not over.</summary>
    private long Mbarrier(int slot, in SimtIssue issue, SimtStep step, long cycle)
    {
        var block = _blocks[_block[slot]];
        if (step == SimtStep.Mbarrier)
        {
            PhasesOver(block, cycle, cycle + issue.Latency, StallReason.Barrier, fromDram: false);
            return cycle + issue.Latency;
        }

        if (block.State.Mbarriers.IsOver(_access.Barrier, _access.Parity))
        {
            return cycle + issue.Latency;
        }

        (_waitsAt[slot], _parity[slot]) = (SharedBarriers + _access.Barrier, _access.Parity);
        return Never;
    }

    /// <summary>Warps whose phases are over go on: from when that is seen, and not sooner than a wait takes.</summary>
    private void PhasesOver(SmBlock block, long cycle, long seen, StallReason reason, bool fromDram)
    {
        foreach (var slot in block.Warps)
        {
            if (Belongs(slot, block) && _waitsAt[slot] >= SharedBarriers && block.State.Mbarriers.IsOver(_waitsAt[slot] - SharedBarriers, _parity[slot]))
            {
                _waitsAt[slot] = -1;
                _fromDram[slot] = fromDram;
                GoOn(slot, Math.Max(seen, _issued[slot] + _sm.Mbarrier!.Wait.Count), reason, cycle);
            }
        }
    }
}
