namespace AccelSim.Memory;

/// <summary>What a cache did so far.</summary>
public record struct CacheCounters
{
    /// <summary>Accesses looked up.</summary>
    public long Accesses;

    /// <summary>Sectors that were there.</summary>
    public long Hits;

    /// <summary>Sectors that were neither there nor on their way.</summary>
    public long Misses;

    /// <summary>Sectors that were on their way already.</summary>
    public long Underway;

    /// <summary>Accesses that waited with an earlier miss of their line.</summary>
    public long Merges;

    /// <summary>Lines replaced.</summary>
    public long Evictions;

    /// <summary>Bytes asked of the next level.</summary>
    public long BytesFetched;

    /// <summary>Dirty bytes of replaced lines.</summary>
    public long BytesWrittenBack;

    /// <summary>Bytes of writes that went to the next level themselves.</summary>
    public long BytesWrittenThrough;

    /// <summary>Lines let go because somebody asked for it.</summary>
    public long Invalidations;

    /// <summary>Most lines at a time whose write-back somebody waited for, or had to.</summary>
    public int MostWriteBacks;

    /// <summary>Most lines that waited for data at a time.</summary>
    public int MostMisses;
}
