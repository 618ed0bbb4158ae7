using AccelSim.Engine;
using AccelSim.Interconnect;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// Device memory behind the last-level cache, where the chip has one that keeps data: tags behind one port, or, where the chip file says how
/// many misses may be on their way, a cache in time.
/// </summary>
internal sealed partial class DeviceMemory : Component, IDramClient, ICacheClient
{
    private const int EndTag = 0;
    private const int BeginTag = 1;

    private readonly SectoredCache? _cache;
    private readonly TimedCache? _timed;
    private readonly DramLevel? _level;
    private readonly Link? _cachePort;
    private readonly long _cacheLatency;
    private readonly int _line;
    private readonly CacheAtKernelEnd _kernelEnd;

    private readonly NumberPool<Wait> _waits = new(64);

    public DeviceMemory(Simulation simulation, MluChip chip, Clock clock, PcieSpec? hostLink)
        : base(simulation, "last-level cache")
    {
        Dram = new DramSystem(simulation, DramBinding.Bind(chip.Dram));
        Translation = chip.Translation is { } spec ? Translate(simulation, TranslationBinding.Bind(spec, chip.Clusters, clock, chip.Dram.Capacity.Bytes)) : null;
        Unified = chip.UnifiedMemory is { } unified
            ? new UnifiedMemory(TranslationBinding.Bind(unified, MluMemoryMap.Sizes(chip).Gdram, hostLink), Translation)
            : null;
        var cache = chip.Llc;
        if (cache is { Caches: CachedTraffic.All })
        {
            _line = (int)cache.Line.Bytes;
            _kernelEnd = cache.KernelEnd;
            var config = CacheBinding.Bind(cache, Dram.Config.MinimumBurstBytes);
            if (cache.Mshrs is not null)
            {
                _level = new DramLevel(simulation, Dram);
                _timed = new TimedCache(simulation, config, clock, _level, "LLC");
                return;
            }

            _cache = new SectoredCache(config);
            _cacheLatency = clock.Edge(cache.Latency.Count);
            _cachePort = new Link("LLC", clock, cache.Bandwidth.Bytes, 0, Cause.CacheBandwidth);
        }
    }

    /// <summary>The channels.</summary>
    public DramSystem Dram { get; }

    /// <summary>The accounts of the cache's data port, or of its banks; none where there is no data cache.</summary>
    public IEnumerable<Ledger> CacheLedgers => _timed?.Banks ?? (_cachePort is { } port ? [port.Ledger] : []);

    /// <summary>True where a cache keeps data.</summary>
    public bool CachesData => _cache is not null || _timed is not null;

    /// <summary>
    /// Defines the state of the channels, see <see cref="DramSystem.Quiesce"/>; behind a cache that still writes back, it is what it is.
    /// </summary>
    public void Quiesce()
    {
        if (!CachesData || !(Dram.HasUnfinishedWork || _timed is { HasUnfinishedWork: true }))
        {
            Dram.Quiesce();
        }
    }

    /// <summary>
    /// Asks for an access that arrives now. When the data is there, or the write accepted, what it spent its time on is added to
    /// <paramref name="spent"/> (fs by cause) and the client told.
    /// </summary>
    /// <param name="pattern">Addresses.</param>
    /// <param name="write">True to write.</param>
    /// <param name="spent">Receives times by cause.</param>
    /// <param name="client">Is told.</param>
    /// <param name="tag">What it calls the access.</param>
    /// <param name="requester">Number of its cluster, whose translations are looked up first.</param>
    public void Access(in AffinePattern pattern, bool write, long[] spent, IMemoryClient client, int tag, int requester)
    {
        var wait = _waits.Take();
        _waits.Items[wait] = new Wait { Client = client, Tag = tag, Spent = spent, Parts = 1, Done = Now };
        if (IsVirtual)
        {
            AccessVirtually(pattern, write, wait, requester);
        }
        else
        {
            Begin(pattern, write, wait);
        }
    }

    /// <summary>True where a kernel ends with <see cref="EndKernel"/>.</summary>
    public bool KernelsEndHere => _kernelEnd != CacheAtKernelEnd.Keep;

    /// <summary>Does with the cache now what the chip file asks for at the end of a kernel.</summary>
    /// <param name="client">Told when it was done.</param>
    /// <param name="tag">Handed back to the client.</param>
    public void EndKernel(ICacheClient client, int tag) =>
        _timed!.Maintain(_kernelEnd == CacheAtKernelEnd.WriteBack ? CacheMaintenance.WriteBack : CacheMaintenance.WriteBackAndInvalidate, client, tag);

    void IDramClient.Accessed(int tag, in DramOutcome outcome)
    {
        outcome.AddTo(_waits.Items[tag].Spent);
        PartEnded(tag);
    }

    void ICacheClient.CacheDone(int tag, in CacheOutcome outcome)
    {
        var spent = _waits.Items[tag].Spent;
        spent[(int)Cause.CacheConflict] += outcome.Bank;
        spent[(int)Cause.CacheMissLimit] += outcome.MissLimit;
        spent[(int)Cause.CacheLatency] += outcome.Latency;
        _level!.Spread(outcome.Below, spent);
        PartEnded(tag);
    }

    protected override void Handle(in SimEvent item)
    {
        if (item.Tag == BeginTag)
        {
            BeginPart((int)item.Payload);
        }
        else
        {
            End((int)item.Payload);
        }
    }

    private void Begin(in AffinePattern pattern, bool write, int wait)
    {
        if (_timed is not null)
        {
            Timed(pattern, write, wait);
        }
        else if (_cache is null)
        {
            Dram.Access(pattern, write, this, wait);
        }
        else
        {
            Cached(pattern, write, wait);
        }
    }

    private void PartEnded(int wait)
    {
        if (--_waits.Items[wait].Parts > 0)
        {
            return;
        }

        if (_waits.Items[wait].Done > Now)
        {
            Simulation.Schedule(_waits.Items[wait].Done, Phase.Execute, this, EndTag, wait);
        }
        else
        {
            End(wait);
        }
    }

    private void End(int wait)
    {
        var (client, tag) = (_waits.Items[wait].Client, _waits.Items[wait].Tag);
        _waits.Return(wait);
        client.MemoryDone(tag);
    }

    /// <summary>One access of the cache for each line; whoever waits for a miss of several shares what the channels did for all of them.</summary>
    private void Timed(in AffinePattern pattern, bool write, int wait)
    {
        for (var segment = 0L; segment < pattern.Segments; segment++)
        {
            var at = pattern.Address(segment);
            for (var end = at + pattern.Bytes; at < end;)
            {
                var stop = Math.Min(end, (at / _line * _line) + _line);
                _waits.Items[wait].Parts++;
                _timed!.Access(at, (int)(stop - at), write, this, wait);
                at = stop;
            }
        }

        PartEnded(wait);
    }

    private void Cached(in AffinePattern pattern, bool write, int wait)
    {
        var start = _cachePort!.Reserve(Now, pattern.TotalBytes);
        var done = start + _cachePort.Occupancy(pattern.TotalBytes) + _cacheLatency;
        var spent = _waits.Items[wait].Spent;
        spent[(int)Cause.CacheBandwidth] += done - Now - _cacheLatency;
        spent[(int)Cause.CacheLatency] += _cacheLatency;
        _waits.Items[wait].Done = Math.Max(_waits.Items[wait].Done, done);
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

            if (touch.WriteThroughBytes > 0)
            {
                _waits.Items[wait].Parts++;
                Dram.Access(new AffinePattern(at, touch.WriteThroughBytes), write: true, this, wait);
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
            _waits.Items[wait].Parts++;
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
