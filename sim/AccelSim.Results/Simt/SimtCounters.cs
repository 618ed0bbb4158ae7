namespace AccelSim.Results.Simt;

/// <summary>What the multiprocessors and the L2 of a simt chip counted; sums over SMs.</summary>
public sealed record SimtCounters
{
    /// <summary>Warp instructions issued.</summary>
    public long WarpInstructions { get; init; }

    /// <summary>Lanes that executed them.</summary>
    public long ThreadInstructions { get; init; }

    /// <summary>Blocks that ended.</summary>
    public long Blocks { get; init; }

    /// <summary>Cycles that tensor cores were taken.</summary>
    public long TensorCycles { get; init; }

    /// <summary>Cycles that other arithmetic pipes were taken.</summary>
    public long MathCycles { get; init; }

    /// <summary>Accesses of global and local memory by warps.</summary>
    public long GlobalRequests { get; init; }

    /// <summary>Sectors that they touched.</summary>
    public long GlobalSectors { get; init; }

    /// <summary>Sectors that loads looked for in the L1 caches.</summary>
    public long L1Sectors { get; init; }

    /// <summary>Of those, sectors that were there.</summary>
    public long L1Hits { get; init; }

    /// <summary>Sectors of reads and atomics that the L2 had.</summary>
    public long L2Hits { get; init; }

    /// <summary>Sectors of reads and atomics that it had not, or that were on their way.</summary>
    public long L2Misses { get; init; }

    /// <summary>Accesses of shared memory by warps.</summary>
    public long SharedRequests { get; init; }

    /// <summary>Passes through its banks that they took.</summary>
    public long SharedPasses { get; init; }

    /// <summary>SM cycles with a resident warp.</summary>
    public long ActiveCycles { get; init; }

    /// <summary>Warps resident in each of those cycles, added up.</summary>
    public long WarpCycles { get; init; }

    /// <summary>Warps that could have been.</summary>
    public long WarpSlots { get; init; }

    /// <summary>Instructions that the schedulers could have issued in those cycles.</summary>
    public long IssueSlots { get; init; }

    /// <summary>Where warps spent their cycles.</summary>
    public WarpStates States { get; init; } = new();

    /// <summary>What blocks take and how many fit; null where launches that were added up differ.</summary>
    public OccupancyFacts? Occupancy { get; init; }

    /// <summary>Resident warps, mean over active cycles, as a part of what an SM holds.</summary>
    public double AchievedOccupancy => RunMetrics.FractionOf(WarpCycles, WarpSlots);

    /// <summary>Issue slots used in active cycles.</summary>
    public double IssueUtilisation => RunMetrics.FractionOf(WarpInstructions, IssueSlots);

    /// <summary>Sectors of an access of global memory, mean.</summary>
    public double SectorsPerRequest => RunMetrics.FractionOf(GlobalSectors, GlobalRequests);

    /// <summary>Passes of an access of shared memory, mean.</summary>
    public double PassesPerRequest => RunMetrics.FractionOf(SharedPasses, SharedRequests);

    public double L1HitRate => RunMetrics.FractionOf(L1Hits, L1Sectors);

    public double L2HitRate => RunMetrics.FractionOf(L2Hits, L2Hits + L2Misses);

    /// <summary>Lanes that took part in an instruction, mean.</summary>
    public double ThreadsPerInstruction => RunMetrics.FractionOf(ThreadInstructions, WarpInstructions);

    /// <summary>Sum of two counts.</summary>
    public SimtCounters Plus(SimtCounters other) => With(other, 1) with { Occupancy = Occupancy == other.Occupancy ? Occupancy : null };

    /// <summary>What was added since an earlier count.</summary>
    public SimtCounters Since(SimtCounters earlier) => With(earlier, -1);

    private SimtCounters With(SimtCounters other, int times) => new()
    {
        WarpInstructions = WarpInstructions + (times * other.WarpInstructions),
        ThreadInstructions = ThreadInstructions + (times * other.ThreadInstructions),
        Blocks = Blocks + (times * other.Blocks),
        TensorCycles = TensorCycles + (times * other.TensorCycles),
        MathCycles = MathCycles + (times * other.MathCycles),
        GlobalRequests = GlobalRequests + (times * other.GlobalRequests),
        GlobalSectors = GlobalSectors + (times * other.GlobalSectors),
        L1Sectors = L1Sectors + (times * other.L1Sectors),
        L1Hits = L1Hits + (times * other.L1Hits),
        L2Hits = L2Hits + (times * other.L2Hits),
        L2Misses = L2Misses + (times * other.L2Misses),
        SharedRequests = SharedRequests + (times * other.SharedRequests),
        SharedPasses = SharedPasses + (times * other.SharedPasses),
        ActiveCycles = ActiveCycles + (times * other.ActiveCycles),
        WarpCycles = WarpCycles + (times * other.WarpCycles),
        WarpSlots = WarpSlots + (times * other.WarpSlots),
        IssueSlots = IssueSlots + (times * other.IssueSlots),
        States = times > 0 ? States.Plus(other.States) : States.Since(other.States),
    };
}
