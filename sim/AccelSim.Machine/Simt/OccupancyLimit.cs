namespace AccelSim.Machine.Simt;

/// <summary>What keeps one more CTA off an SM.</summary>
public enum OccupancyLimit
{
    /// <summary>Warps, or threads, that an SM holds; or threads that one CTA may have.</summary>
    Warps,

    /// <summary>CTAs that an SM holds.</summary>
    Ctas,

    /// <summary>Registers of its sub-cores, or registers that one thread may have.</summary>
    Registers,

    SharedMemory,
}
