using AccelSim.Engine;
using AccelSim.Interconnect;
using AccelSim.Machine;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>Device memory behind the last-level cache, where the chip has one that keeps data.</summary>
internal sealed class DeviceMemory : Component, IDramClient
{
    private readonly SectoredCache? _cache;
    private readonly Link? _cachePort;
    private readonly long _cacheLatency;
    private readonly int _line;

    private readonly IndexPool _free = new();
    private Wait[] _waits = [];

    public DeviceMemory(Simulation simulation, DramSpec dram, LastLevelCacheSpec? cache, Clock clock)
        : base(simulation, "last-level cache")
    {
        Dram = new DramSystem(simulation, DramBinding.Bind(dram));
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

    /// <summary>
    /// Asks for an access that arrives now. When the data is there, or the write accepted, what it spent its time on is added to
    /// <paramref name="spent"/> (fs by cause) and the client told.
    /// </summary>
    public void Access(in AffinePattern pattern, bool write, long[] spent, IMemoryClient client, int tag)
    {
        var wait = _free.Take();
        if (wait >= _waits.Length)
        {
            Array.Resize(ref _waits, _free.Capacity);
        }

        _waits[wait] = new Wait { Client = client, Tag = tag, Spent = spent, Parts = 1, Done = Now };
        if (_cache is null)
        {
            Dram.Access(pattern, write, this, wait);
        }
        else
        {
            Cached(pattern, write, wait);
        }
    }

    void IDramClient.Accessed(int tag, in DramOutcome outcome)
    {
        var spent = _waits[tag].Spent;
        spent[(int)Cause.DramBandwidth] += outcome.Bandwidth;
        spent[(int)Cause.DramRowMiss] += outcome.RowMiss;
        spent[(int)Cause.DramRefresh] += outcome.Refresh;
        spent[(int)Cause.DramTurnaround] += outcome.Turnaround;
        spent[(int)Cause.DramLatency] += outcome.Latency;
        spent[(int)Cause.ReadModifyWrite] += outcome.ReadModifyWrite;
        spent[(int)Cause.DramQueueFull] += outcome.QueueFull;
        PartEnded(tag);
    }

    protected override void Handle(in SimEvent item) => End((int)item.Payload);

    private void PartEnded(int wait)
    {
        if (--_waits[wait].Parts > 0)
        {
            return;
        }

        if (_waits[wait].Done > Now)
        {
            Simulation.Schedule(_waits[wait].Done, Phase.Execute, this, 0, wait);
        }
        else
        {
            End(wait);
        }
    }

    private void End(int wait)
    {
        var (client, tag) = (_waits[wait].Client, _waits[wait].Tag);
        _free.Return(wait);
        client.MemoryDone(tag);
    }

    private void Cached(in AffinePattern pattern, bool write, int wait)
    {
        var start = _cachePort!.Reserve(Now, pattern.TotalBytes);
        var done = start + _cachePort.Occupancy(pattern.TotalBytes) + _cacheLatency;
        var spent = _waits[wait].Spent;
        spent[(int)Cause.CacheBandwidth] += done - Now - _cacheLatency;
        spent[(int)Cause.CacheLatency] += _cacheLatency;
        _waits[wait].Done = done;
        for (var segment = 0L; segment < pattern.Segments; segment++)
        {
            var address = pattern.Address(segment);
            Lines(address, address + pattern.Bytes, write, wait);
        }

        PartEnded(wait);
    }

    /// <summary>Looks up each line; neighbouring lines that miss are fetched together.</summary>
    private void Lines(long address, long end, bool write, int wait)
    {
        var missFrom = 0L;
        var missTo = 0L;
        for (var at = address; at < end;)
        {
            var stop = Math.Min(end, (at / _line * _line) + _line);
            var touch = _cache!.Touch(at, (int)(stop - at), write);
            if (touch.WriteBackBytes > 0)
            {
                Dram.Access(new AffinePattern(touch.EvictedAddress, touch.WriteBackBytes), write: true, client: null);
            }

            if (touch.FetchBytes > 0)
            {
                var from = (at / _line * _line) + touch.FetchOffset;
                if (from != missTo)
                {
                    Fetch(missFrom, missTo, wait);
                    missFrom = from;
                }

                missTo = from + touch.FetchBytes;
            }

            at = stop;
        }

        Fetch(missFrom, missTo, wait);
    }

    private void Fetch(long from, long to, int wait)
    {
        if (to > from)
        {
            _waits[wait].Parts++;
            Dram.Access(new AffinePattern(from, to - from), write: false, this, wait);
        }
    }

    private struct Wait
    {
        public IMemoryClient Client;
        public int Tag;
        public int Parts;
        public long Done;
        public long[] Spent;
    }
}
