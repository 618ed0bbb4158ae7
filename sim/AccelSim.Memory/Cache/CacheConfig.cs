namespace AccelSim.Memory;

/// <summary>A sectored set-associative cache of data.</summary>
/// <param name="SizeBytes">Capacity.</param>
/// <param name="LineBytes">Bytes under one tag, a power of two.</param>
/// <param name="SectorBytes">Bytes that are valid or not together; divides the line into at most 64 sectors.</param>
/// <param name="Ways">Lines of a set.</param>
public sealed record CacheConfig(long SizeBytes, int LineBytes, int SectorBytes, int Ways);
