namespace AccelSim.Memory;

/// <summary>Where a copy engine cuts contiguous bytes into requests.</summary>
/// <param name="Chunk">Most bytes of one request, at least 1.</param>
/// <param name="Alignment">Cuts fall on multiples of this many bytes, at least 1; a request that would not reach the next one goes up to it.</param>
/// <param name="Boundary">No request crosses a multiple of this, itself a multiple of <paramref name="Alignment"/>; 0 for no such rule.</param>
/// <param name="WholeUnits">
/// A request holds the whole units of alignment that a chunk from its beginning on can hold, as a bus of that width counts: one that begins
/// inside a unit ends at the last multiple within a chunk, even where what is left would have fitted.
/// </param>
public readonly record struct RequestRules(long Chunk, long Alignment, long Boundary = 0, bool WholeUnits = false)
{
    /// <summary>Bytes of the first request of <paramref name="bytes"/> contiguous ones from <paramref name="address"/> on.</summary>
    public long First(long address, long bytes)
    {
        var most = bytes;
        if (WholeUnits || bytes > Chunk)
        {
            var cut = (address + Chunk) / Alignment * Alignment;
            most = (cut > address ? cut : ((address / Alignment) + 1) * Alignment) - address;
        }

        return Math.Min(bytes, Boundary == 0 ? most : Math.Min(most, ToBoundary(address)));
    }

    /// <summary>True where a request that ends at <paramref name="address"/> ends at the boundary.</summary>
    public bool IsBoundary(long address) => Boundary > 0 && address % Boundary == 0;

    private long ToBoundary(long address) => Boundary - (address % Boundary);
}
