namespace AccelSim.Machine;

/// <summary>What a write does whose line, or a sector of it, is not there.</summary>
public enum CacheWriteMiss
{
    /// <summary>Takes a line; its sectors count as there, those written in part as well (caches that keep a mask of bytes).</summary>
    AllocateWithoutFetch,

    /// <summary>Takes a line; sectors written in part are read first, those written as a whole need no reading.</summary>
    AllocateWithFetch,

    /// <summary>Goes to the next level; what the cache holds of it is kept up to date.</summary>
    NoAllocate,
}
