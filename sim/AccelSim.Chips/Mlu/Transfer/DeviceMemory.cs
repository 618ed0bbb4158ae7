using AccelSim.Engine;
using AccelSim.Interconnect;
using AccelSim.Machine;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>Device memory behind the last-level cache, where the chip has one that keeps data.</summary>
internal sealed class DeviceMemory
{
    private readonly SectoredCache? _cache;
    private readonly Link? _cachePort;
    private readonly long _cacheLatency;
    private readonly int _line;

    public DeviceMemory(DramSpec dram, LastLevelCacheSpec? cache, Clock clock)
    {
        Dram = new DramSystem(DramBinding.Bind(dram));
        if (cache is { Caches: CachedTraffic.All })
        {
            _line = (int)cache.Line.Bytes;
            _cache = new SectoredCache(new CacheConfig(cache.Size.Bytes, _line, Math.Min(_line, Dram.Config.MinimumBurstBytes), cache.Ways));
            _cacheLatency = clock.Edge(cache.Latency.Count);
            _cachePort = new Link("LLC", clock, cache.Bandwidth.Bytes, 0, Cause.CacheBandwidth);
        }
    }

    /// <summary>The channels.</summary>
    public DramSystem Dram { get; }

    /// <summary>The account of the cache's data port; null where there is no data cache.</summary>
    public Ledger? CacheLedger => _cachePort?.Ledger;

    /// <summary>Tags of the data cache; null where there is none.</summary>
    public SectoredCache? Cache => _cache;

    /// <summary>Serves an access that arrives at <paramref name="time"/> fs; adds what it spent its time on to <paramref name="spent"/> (fs by cause).</summary>
    /// <returns>When the data is there, or the write accepted, fs.</returns>
    public long Access(long time, in AffinePattern pattern, bool write, Span<long> spent) =>
        _cache is null ? Direct(time, pattern, write, spent) : Cached(time, pattern, write, spent);

    private long Direct(long time, in AffinePattern pattern, bool write, Span<long> spent)
    {
        var outcome = Dram.Access(time, pattern, write);
        spent[(int)Cause.DramBandwidth] += outcome.Bandwidth;
        spent[(int)Cause.DramRowMiss] += outcome.RowMiss;
        spent[(int)Cause.DramRefresh] += outcome.Refresh;
        spent[(int)Cause.DramTurnaround] += outcome.Turnaround;
        spent[(int)Cause.DramLatency] += outcome.Latency;
        spent[(int)Cause.ReadModifyWrite] += outcome.ReadModifyWrite;
        spent[(int)Cause.DramQueueFull] += outcome.QueueFull;
        return outcome.Done;
    }

    private long Cached(long time, in AffinePattern pattern, bool write, Span<long> spent)
    {
        var start = _cachePort!.Reserve(time, pattern.TotalBytes);
        var done = start + _cachePort.Occupancy(pattern.TotalBytes) + _cacheLatency;
        spent[(int)Cause.CacheBandwidth] += done - time - _cacheLatency;
        spent[(int)Cause.CacheLatency] += _cacheLatency;
        for (var segment = 0L; segment < pattern.Segments; segment++)
        {
            var address = pattern.Address(segment);
            done = Math.Max(done, Lines(time, address, address + pattern.Bytes, write, spent));
        }

        return done;
    }

    /// <summary>Looks up each line; neighbouring lines that miss are fetched together.</summary>
    private long Lines(long time, long address, long end, bool write, Span<long> spent)
    {
        var done = time;
        var missFrom = 0L;
        var missTo = 0L;
        for (var at = address; at < end;)
        {
            var stop = Math.Min(end, (at / _line * _line) + _line);
            var touch = _cache!.Touch(at, (int)(stop - at), write);
            if (touch.WriteBackBytes > 0)
            {
                Dram.Access(time, new AffinePattern(touch.EvictedAddress, touch.WriteBackBytes), write: true);
            }

            if (touch.FetchBytes > 0)
            {
                var from = (at / _line * _line) + touch.FetchOffset;
                if (from != missTo && missTo > missFrom)
                {
                    done = Math.Max(done, Direct(time, new AffinePattern(missFrom, missTo - missFrom), write: false, spent));
                    missFrom = from;
                }
                else if (missTo == missFrom)
                {
                    missFrom = from;
                }

                missTo = from + touch.FetchBytes;
            }

            at = stop;
        }

        return missTo > missFrom ? Math.Max(done, Direct(time, new AffinePattern(missFrom, missTo - missFrom), write: false, spent)) : done;
    }
}
