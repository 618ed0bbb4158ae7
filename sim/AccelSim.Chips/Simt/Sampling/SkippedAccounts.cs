using System.Runtime.InteropServices;
using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>
/// The accounts of blocks that were left out. What blocks do (instructions, accesses) is taken to be what the simulated ones did on average; where time
/// goes and what caches and device memory do is what the measured waves around a gap did, half of the gap each. They keep the laws of accounts: an SM's
/// warp cycles are its reasons', its instructions those of its sub-cores, and a slice's time is the time left out.
/// </summary>
/// <param name="run">What all simulated blocks did.</param>
/// <param name="left">What the measured waves say of the time that was left out.</param>
/// <param name="skipped">Blocks left out.</param>
/// <param name="simulated">Blocks simulated.</param>
/// <param name="cycles">Estimated time of what was left out, cycles of the SMs.</param>
internal sealed class SkippedAccounts(SimtAccounts run, SimtAccounts left, long skipped, long simulated, long cycles)
{
    /// <summary>Cycles of the SMs that were left out.</summary>
    public long Cycles => cycles;

    /// <summary>What one SM counted.</summary>
    public SmCounters Counters(int sm, long instructions)
    {
        var (all, some) = (run.Counters[sm], left.Counters[sm]);
        var sectors = OfBlocks(all.L1Sectors);
        return new SmCounters
        {
            Instructions = instructions,
            ThreadInstructions = OfBlocks(all.ThreadInstructions),
            Blocks = BlocksOf(sm + 1) - BlocksOf(sm),
            TensorMacs = OfBlocks(all.TensorMacs),
            TensorCycles = OfBlocks(all.TensorCycles),
            MathCycles = OfBlocks(all.MathCycles),
            GlobalRequests = OfBlocks(all.GlobalRequests),
            GlobalSectors = OfBlocks(all.GlobalSectors),
            L1Sectors = sectors,
            L1Hits = Part(sectors, some.L1Hits, some.L1Sectors),
            SharedRequests = OfBlocks(all.SharedRequests),
            SharedPasses = OfBlocks(all.SharedPasses),
            SharedConflicts = OfBlocks(all.SharedConflicts),
            WarpCycles = Math.Max(instructions, some.WarpCycles),
            ActiveCycles = some.ActiveCycles,
        };
    }

    /// <summary>What one SM did that costs energy.</summary>
    public SmActivity Activity(int sm)
    {
        var all = run.Activity[sm];
        foreach (ref var count in MemoryMarshal.Cast<SmActivity, long>(MemoryMarshal.CreateSpan(ref all, 1)))
        {
            count = OfBlocks(count);
        }

        return all;
    }

    /// <summary>What the warps of one SM did with their cycles.</summary>
    public StallCounts Stalls(int sm, in SmCounters counters)
    {
        Span<long> weights = stackalloc long[StallCounts.Count];
        for (var reason = 0; reason < StallCounts.Count; reason++)
        {
            weights[reason] = reason == (int)StallReason.Selected ? 0 : Math.Max(0, left.Stalls[sm][reason]);
        }

        var stalls = default(StallCounts);
        Divide(counters.WarpCycles - counters.Instructions, weights, (int)StallReason.Wait, stalls);
        stalls[(int)StallReason.Selected] = counters.Instructions;
        return stalls;
    }

    /// <summary>Issue slots of a sub-core.</summary>
    public SlotAccount Slots(int sm, int subCore)
    {
        var (all, some) = (run.Slots[sm][subCore], left.Slots[sm][subCore]);
        long[] issued = [.. all.Issued.Select(OfBlocks)];
        var total = Math.Min(cycles, some.Issued.Sum() + some.Stalled.Sum());
        var stalled = new long[StallCounts.Count];
        Divide(Math.Max(0, total - issued.Sum()), some.Stalled, (int)StallReason.Wait, stalled);
        var waited = (int)StallReason.LongScoreboard;
        return new SlotAccount(issued, stalled, Part(stalled[waited], some.Dram, some.Stalled[waited]));
    }

    /// <summary>Time of a slice of the L2 by cause, fs; all of the time left out.</summary>
    public long[] Slice(int slice, long femtoseconds)
    {
        var time = new long[CauseNames.Count];
        Divide(femtoseconds, left.Slices[slice], (int)Cause.Idle, time);
        return time;
    }

    /// <summary>What a data bus did.</summary>
    public BusTime Bus(int bus) => left.Buses[bus];

    /// <summary>What the L2 counted.</summary>
    public SimtMemoryCounters Memory => left.Memory;

    /// <summary>Rows opened in device memory.</summary>
    public long Activates => left.Activates;

    /// <summary>Bytes read from device memory.</summary>
    public long Read => left.Read;

    /// <summary>Bytes written to it.</summary>
    public long Written => left.Written;

    private static void Divide(long total, ReadOnlySpan<long> weights, int otherwise, Span<long> parts)
    {
        foreach (var weight in weights)
        {
            if (weight > 0)
            {
                Apportionment.Add(total, weights, parts);
                return;
            }
        }

        parts[otherwise] += total;
    }

    private static long Part(long whole, long part, long of) => of == 0 ? 0 : (long)(((Int128)whole * part + (of / 2)) / of);

    private long OfBlocks(long count) => Part(count, skipped, simulated);

    /// <summary>Of the blocks left out, those that the SMs before one would have had.</summary>
    private long BlocksOf(int sm)
    {
        var before = 0L;
        foreach (var counters in run.Counters[..sm])
        {
            before += counters.Blocks;
        }

        return (long)((Int128)skipped * before / simulated);
    }
}
