namespace AccelSim.Memory;

/// <summary>Bytes inside one line of a cache, as sectors.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Sectors">One bit for each sector touched.</param>
/// <param name="Partial">Those of them that are touched only in part.</param>
internal readonly record struct CacheSpan(long Line, ulong Sectors, ulong Partial)
{
    /// <summary>The span of [address, address + bytes).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative addresses, no bytes, or bytes of two lines.</exception>
    public static CacheSpan Of(CacheConfig config, long address, int bytes)
    {
        var offset = (int)(address % config.LineBytes);
        if (address < 0 || bytes < 1 || bytes > config.LineBytes - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(address), $"{bytes} bytes at {address:x}h do not lie in one line of {config.LineBytes} bytes");
        }

        var first = offset / config.SectorBytes;
        var last = (offset + bytes - 1) / config.SectorBytes;
        var sectors = (ulong.MaxValue >> (63 - last + first)) << first;
        var partial = (offset % config.SectorBytes == 0 ? 0 : 1UL << first) | ((offset + bytes) % config.SectorBytes == 0 ? 0 : 1UL << last);
        return new CacheSpan(address / config.LineBytes, sectors, partial);
    }
}
