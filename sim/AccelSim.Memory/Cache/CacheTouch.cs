namespace AccelSim.Memory;

/// <summary>What a cache access asks of device memory.</summary>
/// <param name="FetchBytes">Bytes of the line to read; 0 on a hit or a write.</param>
/// <param name="FetchOffset">Offset in the line of the first sector to read.</param>
/// <param name="EvictedAddress">Address of the line that was replaced.</param>
/// <param name="WriteBackBytes">Dirty bytes of the replaced line to write; 0 for none.</param>
public readonly record struct CacheTouch(int FetchBytes, int FetchOffset, long EvictedAddress, int WriteBackBytes);
