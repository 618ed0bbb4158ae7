namespace AccelSim.Memory;

/// <summary>What unified memory did.</summary>
public record struct UnifiedCounters
{
    /// <summary>Touches of a page on the host that moved it.</summary>
    public long Faults;

    /// <summary>Batches in which faults were handled; 0 where each was by itself.</summary>
    public long Batches;

    /// <summary>Pages fetched ahead.</summary>
    public long Prefetched;

    /// <summary>Of those, touched while on the device.</summary>
    public long PrefetchedUsed;

    /// <summary>Of those, gone from the device untouched.</summary>
    public long PrefetchedEvicted;

    /// <summary>Pages that made room.</summary>
    public long Evicted;

    /// <summary>Bytes of pages that moved to the device.</summary>
    public long BytesIn;

    /// <summary>Bytes of modified pages that moved back.</summary>
    public long BytesOut;

    /// <summary>Bytes read and written on the host.</summary>
    public long RemoteBytes;
}
