namespace AccelSim.Memory;

/// <summary>What a cache access asks of the next level.</summary>
/// <param name="FetchBytes">Bytes of the line to read; 0 on a hit or a write that needs none.</param>
/// <param name="FetchOffset">Offset in the line of the first sector to read.</param>
/// <param name="EvictedAddress">Address of the line that was replaced.</param>
/// <param name="WriteBackBytes">Dirty bytes of the replaced line to write; 0 for none.</param>
public readonly record struct CacheTouch(int FetchBytes, int FetchOffset, long EvictedAddress, int WriteBackBytes)
{
    /// <summary>One bit for each sector to read.</summary>
    public ulong FetchSectors { get; init; }

    /// <summary>True when a line was replaced.</summary>
    public bool Evicted { get; init; }

    /// <summary>One bit for each dirty sector of the replaced line.</summary>
    public ulong WriteBackSectors { get; init; }

    /// <summary>Bytes of the write itself that go to the next level at once; 0 for reads and for writes that stay.</summary>
    public int WriteThroughBytes { get; init; }
}
