using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// Where the time of a launch went. Until the first warp could issue it is launching, after the last block draining; between, time is divided as
/// the issue slots of the sub-cores were that had any warp of it. A sub-core whose last warp has ended waits for the others: load imbalance; one
/// without warps before that waits for blocks: launching.
/// </summary>
internal static class LaunchCauses
{
    public static CauseStack Of(SimtKernelRun run, SimtDevice device, SimtMark mark) => Of(run, device, mark, mark.Slots, (_, _) => 0);

    /// <summary>Of a kernel that shares the chip: slots of others are not its time, and what it waited for in its own stands for all of it.</summary>
    public static CauseStack OfShared(SimtKernelRun run, SimtDevice device, SimtMark mark)
    {
        var account = run.Account!;
        return Of(run, device, mark, Own, (sm, subCore) => mark.Slots(sm, subCore).Total - Own(sm, subCore).Total);

        SlotCount Own(int sm, int subCore) => SlotCount.Of(account.SlotsOf(sm, subCore));
    }

    private static CauseStack Of(SimtKernelRun run, SimtDevice device, SimtMark mark, Func<int, int, SlotCount> slotsOf, Func<int, int, long> others)
    {
        var byCause = new long[CauseNames.Count];
        var start = Math.Clamp(run.FirstBlock + device.Clock.Edge(device.Chip.Launch.CtaStart.Count), run.Submitted, run.LastBlock);
        byCause[(int)Cause.Launch] += start - run.Submitted;
        byCause[(int)Cause.Drain] += run.End - run.LastBlock;
        if (run.LastBlock > start)
        {
            var weights = Weights(run, device, mark, start, slotsOf, others);
            weights[(int)Cause.Launch] += weights.Sum() == 0 ? 1 : 0;
            Apportionment.Add(run.LastBlock - start, weights, byCause);
        }

        return new CauseStack(byCause);
    }

    private static long[] Weights(SimtKernelRun run, SimtDevice device, SimtMark mark, long start, Func<int, int, SlotCount> slotsOf, Func<int, int, long> others)
    {
        var weights = new long[CauseNames.Count];
        var memory = mark.Memory(run.LastBlock);
        var last = device.Clock.CycleAtOrAfter(run.LastBlock);
        var cycles = last - device.Clock.CycleAtOrAfter(start);
        for (var sm = 0; sm < device.Chip.Sms; sm++)
        {
            for (var subCore = 0; subCore < device.Chip.Sm.SubCores; subCore++)
            {
                var slots = slotsOf(sm, subCore);
                var total = slots.Total;
                if (total > 0)
                {
                    SlotCauses.Enter(slots, memory, weights);
                    var tail = Math.Clamp(last - slots.Until, 0, Math.Max(0, cycles - total));
                    weights[(int)Cause.Imbalance] += tail;
                    weights[(int)Cause.Launch] += Math.Max(0, cycles - total - tail - others(sm, subCore));
                }
            }
        }

        return weights;
    }
}
