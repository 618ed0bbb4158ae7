using AccelSim.Chips.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Results.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Counters of a device as results have them.</summary>
internal static class SimtCounts
{
    /// <summary>What was counted so far.</summary>
    public static SimtCounters Of(SimtDevice device) => Of(device.Counters, device.MemoryCounters, device.Stalls, device.Chip.Sm);

    /// <summary>What was counted of a kernel that shares the chip.</summary>
    public static SimtCounters Of(KernelAccount account, SmSpec sm) => Of(account.Counters, account.Memory, account.Stalls, sm);

    private static SimtCounters Of(in SmCounters sms, in SimtMemoryCounters memory, in StallCounts stalls, SmSpec sm)
    {
        return new SimtCounters
        {
            WarpInstructions = sms.Instructions,
            ThreadInstructions = sms.ThreadInstructions,
            Blocks = sms.Blocks,
            TensorCycles = sms.TensorCycles,
            MathCycles = sms.MathCycles,
            GlobalRequests = sms.GlobalRequests,
            GlobalSectors = sms.GlobalSectors,
            L1Sectors = sms.L1Sectors,
            L1Hits = sms.L1Hits,
            L2Hits = memory.L2Hits,
            L2Misses = memory.L2Misses,
            SharedRequests = sms.SharedRequests,
            SharedPasses = sms.SharedPasses,
            ActiveCycles = sms.ActiveCycles,
            WarpCycles = sms.WarpCycles,
            WarpSlots = sms.ActiveCycles * sm.MaxWarps,
            IssueSlots = sms.ActiveCycles * sm.SubCores * sm.IssueWidth,
            States = States(stalls),
        };
    }

    /// <summary>What a launch's blocks take and how many fit.</summary>
    public static OccupancyFacts Occupancy(SimtKernelRun run)
    {
        var (kernel, block) = (run.Request.Program.Kernel, run.Request.Block);
        return new OccupancyFacts(
            kernel.Registers,
            (long)kernel.SharedBytes + run.Request.DynamicSharedBytes,
            (int)block.Count,
            run.Occupancy.Ctas,
            run.Occupancy.Warps,
            run.Occupancy.Limit switch
            {
                OccupancyLimit.Warps => "warps",
                OccupancyLimit.Ctas => "blocks",
                OccupancyLimit.Registers => "registers",
                _ => "shared memory",
            });
    }

    private static WarpStates States(in StallCounts stalls) => new()
    {
        Selected = stalls[(int)StallReason.Selected],
        NotSelected = stalls[(int)StallReason.NotSelected],
        Wait = stalls[(int)StallReason.Wait],
        LongScoreboard = stalls[(int)StallReason.LongScoreboard],
        ShortScoreboard = stalls[(int)StallReason.ShortScoreboard],
        MathPipeThrottle = stalls[(int)StallReason.MathPipeThrottle],
        TensorPipeThrottle = stalls[(int)StallReason.TensorPipeThrottle],
        MioThrottle = stalls[(int)StallReason.MioThrottle],
        LgThrottle = stalls[(int)StallReason.LgThrottle],
        Barrier = stalls[(int)StallReason.Barrier],
        Membar = stalls[(int)StallReason.Membar],
        BranchResolve = stalls[(int)StallReason.BranchResolve],
        ImcMiss = stalls[(int)StallReason.ImcMiss],
        Gmma = stalls[(int)StallReason.Gmma],
    };
}
