using System.Numerics;

namespace AccelSim.Memory;

/// <summary>
/// Tags of a write-back, write-allocate (without fetch) sectored cache with least-recently-used replacement. It says what hits; time is
/// the business of whoever owns the ports.
/// </summary>
public sealed class SectoredCache
{
    private readonly CacheConfig _config;
    private readonly int _sets;
    private readonly long[] _tags;
    private readonly ulong[] _valid;
    private readonly ulong[] _dirty;
    private readonly long[] _used;
    private long _clock;

    /// <summary>An empty cache.</summary>
    /// <exception cref="ArgumentException">The numbers do not divide each other.</exception>
    public SectoredCache(CacheConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.LineBytes % config.SectorBytes != 0 || config.LineBytes / config.SectorBytes > 64
            || config.SizeBytes % ((long)config.LineBytes * config.Ways) != 0)
        {
            throw new ArgumentException("a cache must be whole sets of whole lines of at most 64 whole sectors", nameof(config));
        }

        _config = config;
        _sets = (int)(config.SizeBytes / config.LineBytes / config.Ways);
        var lines = _sets * config.Ways;
        _tags = new long[lines];
        Array.Fill(_tags, -1);
        _valid = new ulong[lines];
        _dirty = new ulong[lines];
        _used = new long[lines];
    }

    /// <summary>Sectors found.</summary>
    public long Hits { get; private set; }

    /// <summary>Sectors not found.</summary>
    public long Misses { get; private set; }

    /// <summary>Lines replaced.</summary>
    public long Evictions { get; private set; }

    /// <summary>Touches the sectors of [address, address + bytes) inside one line and says what device memory must do for it.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="bytes">Bytes, not crossing a line.</param>
    /// <param name="write">Marks the sectors dirty; they are valid without a fetch.</param>
    public CacheTouch Touch(long address, int bytes, bool write)
    {
        var line = address / _config.LineBytes;
        var offset = (int)(address % _config.LineBytes);
        var first = offset / _config.SectorBytes;
        var count = ((offset + bytes - 1) / _config.SectorBytes) - first + 1;
        var sectors = (count == 64 ? ulong.MaxValue : (1UL << count) - 1) << first;
        var way = Find(line, out var evictedAddress, out var evictedSectors);
        var missing = sectors & ~_valid[way];
        _valid[way] |= sectors;
        _dirty[way] |= write ? sectors : 0;
        _used[way] = ++_clock;
        var misses = BitOperations.PopCount(missing);
        Hits += count - misses;
        Misses += misses;
        return new CacheTouch(
            write ? 0 : misses * _config.SectorBytes,
            (first + (missing == 0 ? 0 : BitOperations.TrailingZeroCount(missing) - first)) * _config.SectorBytes,
            evictedAddress, BitOperations.PopCount(evictedSectors) * _config.SectorBytes);
    }

    private int Find(long line, out long evictedAddress, out ulong evictedSectors)
    {
        evictedAddress = 0;
        evictedSectors = 0;
        var set = (int)((line ^ (line / _sets)) % _sets);
        var start = set * _config.Ways;
        var victim = start;
        for (var way = start; way < start + _config.Ways; way++)
        {
            if (_tags[way] == line)
            {
                return way;
            }

            if (_used[way] < _used[victim])
            {
                victim = way;
            }
        }

        if (_tags[victim] >= 0)
        {
            Evictions++;
            evictedAddress = _tags[victim] * _config.LineBytes;
            evictedSectors = _dirty[victim];
        }

        _tags[victim] = line;
        _valid[victim] = 0;
        _dirty[victim] = 0;
        return victim;
    }
}
