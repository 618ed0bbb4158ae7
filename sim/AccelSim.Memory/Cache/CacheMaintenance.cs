namespace AccelSim.Memory;

/// <summary>What is to be done with the lines of a range, or all.</summary>
public enum CacheMaintenance
{
    /// <summary>Dirty sectors are written back; lines stay, clean.</summary>
    WriteBack,

    /// <summary>Dirty sectors are written back, then the lines are let go.</summary>
    WriteBackAndInvalidate,

    /// <summary>Lines are let go; what was dirty in them is lost.</summary>
    Invalidate,
}
