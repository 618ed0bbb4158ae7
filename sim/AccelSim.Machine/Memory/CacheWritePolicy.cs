namespace AccelSim.Machine;

/// <summary>When the next level learns of a write that hits.</summary>
public enum CacheWritePolicy
{
    /// <summary>When the line is replaced.</summary>
    WriteBack,

    /// <summary>At once: no line is ever dirty.</summary>
    WriteThrough,
}
