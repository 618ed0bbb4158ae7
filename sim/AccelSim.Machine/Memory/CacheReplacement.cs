namespace AccelSim.Machine;

/// <summary>Which line of a full set makes room; a way that holds nothing is always taken first, the lowest one.</summary>
public enum CacheReplacement
{
    /// <summary>The line whose last use lies furthest back.</summary>
    LeastRecentlyUsed,

    /// <summary>A binary tree over the ways, one bit a node, that points away from what was used last. Needs a power of two of ways.</summary>
    PseudoLeastRecentlyUsed,

    /// <summary>Any line with equal chance, drawn from a seeded generator.</summary>
    Random,
}
