using System.Numerics;

namespace AccelSim.Memory;

/// <summary>
/// A sectored cache without time: it says what hits and what is asked of the next level, by the policies of its configuration. Time is
/// the business of whoever owns the ports.
/// </summary>
public sealed class SectoredCache
{
    private readonly CacheConfig _config;
    private readonly CacheTags _tags;

    /// <summary>An empty cache.</summary>
    /// <exception cref="ArgumentException">The numbers cannot describe a cache; the message has all problems.</exception>
    public SectoredCache(CacheConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config.Checked();
        _tags = new CacheTags(config);
    }

    /// <summary>Sectors found.</summary>
    public long Hits { get; private set; }

    /// <summary>Sectors not found.</summary>
    public long Misses { get; private set; }

    /// <summary>Lines replaced.</summary>
    public long Evictions { get; private set; }

    /// <summary>Touches the sectors of [address, address + bytes) inside one line and says what the next level must do for it.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="bytes">Bytes, not crossing a line.</param>
    /// <param name="write">Write or read.</param>
    public CacheTouch Touch(long address, int bytes, bool write)
    {
        var span = CacheSpan.Of(_config, address, bytes);
        var place = _tags.Find(span.Line);
        var demand = CacheDemand.Of(_config, span, place < 0 ? 0 : _tags.Valid[place], write);
        var misses = BitOperations.PopCount(demand.Missing);
        Hits += BitOperations.PopCount(span.Sectors) - misses;
        Misses += misses;
        var through = demand.Below ? bytes : 0;
        if (place < 0 && !demand.Allocate)
        {
            return new CacheTouch { WriteThroughBytes = through };
        }

        var evicted = false;
        var evictedAddress = 0L;
        var dirty = 0UL;
        if (place < 0)
        {
            place = _tags.Victim(span.Line);
            if (_tags.Holds(place))
            {
                Evictions++;
                evicted = true;
                evictedAddress = _tags.LineAt(place) * _config.LineBytes;
                dirty = _tags.Dirty[place];
            }

            _tags.Install(place, span.Line);
        }

        _tags.Valid[place] |= demand.Keep;
        _tags.Dirty[place] |= write && !demand.Below ? span.Sectors : 0;
        _tags.Use(place);
        return new CacheTouch(
            BitOperations.PopCount(demand.Fetch) * _config.SectorBytes,
            BitOperations.TrailingZeroCount(demand.Fetch == 0 ? span.Sectors : demand.Fetch) * _config.SectorBytes,
            evictedAddress,
            BitOperations.PopCount(dirty) * _config.SectorBytes)
        {
            FetchSectors = demand.Fetch,
            Evicted = evicted,
            WriteBackSectors = dirty,
            WriteThroughBytes = through,
        };
    }
}
