namespace AccelSim.Chips.Simt;

/// <summary>What an SM counted; sums over SMs.</summary>
public record struct SmCounters
{
    /// <summary>Warp instructions issued.</summary>
    public long Instructions { get; set; }

    /// <summary>Thread instructions: lanes that executed them.</summary>
    public long ThreadInstructions { get; set; }

    /// <summary>Blocks that ended.</summary>
    public long Blocks { get; set; }

    /// <summary>Multiply-adds of matrix instructions.</summary>
    public long TensorMacs { get; set; }

    /// <summary>Cycles that tensor cores were taken, of all sub-cores.</summary>
    public long TensorCycles { get; set; }

    /// <summary>Cycles that arithmetic pipes other than the tensor core were taken.</summary>
    public long MathCycles { get; set; }

    /// <summary>Accesses of global and local memory by warps.</summary>
    public long GlobalRequests { get; set; }

    /// <summary>Sectors that they touched.</summary>
    public long GlobalSectors { get; set; }

    /// <summary>Sectors of loads that the L1 cache looked for.</summary>
    public long L1Sectors { get; set; }

    /// <summary>Of those, sectors that were there.</summary>
    public long L1Hits { get; set; }

    /// <summary>Accesses of shared memory by warps.</summary>
    public long SharedRequests { get; set; }

    /// <summary>Passes through the banks that they took.</summary>
    public long SharedPasses { get; set; }

    /// <summary>Of those, passes for words of one bank, or of one address of an atomic: an access of wide words takes several without any.</summary>
    public long SharedConflicts { get; set; }

    /// <summary>Cycles in which some warp was resident, times the warps: for the achieved occupancy.</summary>
    public long WarpCycles { get; set; }

    /// <summary>Cycles in which some block was resident.</summary>
    public long ActiveCycles { get; set; }

    /// <summary>Adds another count.</summary>
    public void Add(in SmCounters other)
    {
        Instructions += other.Instructions;
        ThreadInstructions += other.ThreadInstructions;
        Blocks += other.Blocks;
        TensorMacs += other.TensorMacs;
        TensorCycles += other.TensorCycles;
        MathCycles += other.MathCycles;
        GlobalRequests += other.GlobalRequests;
        GlobalSectors += other.GlobalSectors;
        L1Sectors += other.L1Sectors;
        L1Hits += other.L1Hits;
        SharedRequests += other.SharedRequests;
        SharedPasses += other.SharedPasses;
        SharedConflicts += other.SharedConflicts;
        WarpCycles += other.WarpCycles;
        ActiveCycles += other.ActiveCycles;
    }
}
