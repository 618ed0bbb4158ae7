namespace AccelSim.Results;

/// <summary>What address translation and memory shared with the host did.</summary>
public sealed record VirtualMemoryCounters
{
    /// <summary>Look-ups in the buffers of the clusters that found the translation.</summary>
    public long TlbHits { get; init; }

    /// <summary>Look-ups in the buffers of the clusters that did not.</summary>
    public long TlbMisses { get; init; }

    /// <summary>Of those, found in the buffer that all clusters share.</summary>
    public long SharedTlbHits { get; init; }

    /// <summary>Walks of the page table.</summary>
    public long PageWalks { get; init; }

    /// <summary>Reads of tables that they took.</summary>
    public long PageTableReads { get; init; }

    /// <summary>Requests that found their page on the host and moved it.</summary>
    public long PageFaults { get; init; }

    /// <summary>Pages that made room for others.</summary>
    public long EvictedPages { get; init; }

    /// <summary>Bytes of pages that moved to the device, those fetched ahead included.</summary>
    public long MigratedBytes { get; init; }

    /// <summary>Bytes of modified pages that moved back to the host.</summary>
    public long WrittenBackBytes { get; init; }

    /// <summary>Bytes that kernels read and wrote on the host.</summary>
    public long RemoteBytes { get; init; }

    /// <summary>Pages fetched ahead.</summary>
    public long PrefetchedPages { get; init; }

    /// <summary>Pages fetched ahead that were then touched; by a later launch than the one that fetched them, perhaps.</summary>
    public long PrefetchedPagesUsed { get; init; }

    /// <summary>Pages fetched ahead that made room before they were touched.</summary>
    public long PrefetchedPagesEvicted { get; init; }

    /// <summary>Sum of two counts.</summary>
    public VirtualMemoryCounters Plus(VirtualMemoryCounters other) => With(other, 1);

    /// <summary>What was added since an earlier count.</summary>
    public VirtualMemoryCounters Since(VirtualMemoryCounters earlier) => With(earlier, -1);

    private VirtualMemoryCounters With(VirtualMemoryCounters other, int times) => new()
    {
        TlbHits = TlbHits + (times * other.TlbHits),
        TlbMisses = TlbMisses + (times * other.TlbMisses),
        SharedTlbHits = SharedTlbHits + (times * other.SharedTlbHits),
        PageWalks = PageWalks + (times * other.PageWalks),
        PageTableReads = PageTableReads + (times * other.PageTableReads),
        PageFaults = PageFaults + (times * other.PageFaults),
        EvictedPages = EvictedPages + (times * other.EvictedPages),
        MigratedBytes = MigratedBytes + (times * other.MigratedBytes),
        WrittenBackBytes = WrittenBackBytes + (times * other.WrittenBackBytes),
        RemoteBytes = RemoteBytes + (times * other.RemoteBytes),
        PrefetchedPages = PrefetchedPages + (times * other.PrefetchedPages),
        PrefetchedPagesUsed = PrefetchedPagesUsed + (times * other.PrefetchedPagesUsed),
        PrefetchedPagesEvicted = PrefetchedPagesEvicted + (times * other.PrefetchedPagesEvicted),
    };
}
