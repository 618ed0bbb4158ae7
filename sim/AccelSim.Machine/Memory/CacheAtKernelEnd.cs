namespace AccelSim.Machine;

/// <summary>What a cache does when a kernel has ended.</summary>
public enum CacheAtKernelEnd
{
    /// <summary>Nothing.</summary>
    Keep,

    /// <summary>Dirty bytes go to device memory; lines stay.</summary>
    WriteBack,

    /// <summary>Dirty bytes go to device memory, then the lines are let go.</summary>
    Invalidate,
}
