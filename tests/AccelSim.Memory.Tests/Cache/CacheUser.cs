using AccelSim.Engine;

namespace AccelSim.Memory.Tests.Cache;

/// <summary>Asks a cache for accesses at given times and keeps what came of them.</summary>
internal sealed class CacheUser : Component, ICacheClient
{
    private readonly List<Planned> _planned = [];
    private readonly List<CacheOutcome?> _ended = [];
    private readonly Dictionary<int, (CacheMaintenance What, long Address, long Bytes)> _maintenance = [];

    public CacheUser(CacheConfig config, Func<int, long> latency)
        : base(new Simulation(), "user")
    {
        Below = new SlowLevel(Simulation, latency);
        Cache = new TimedCache(Simulation, config, Clock, Below, "cache");
    }

    public static Clock Clock { get; } = new(1_000_000_000);

    public SlowLevel Below { get; }

    public TimedCache Cache { get; }

    public ulong TraceHash => Simulation.TraceHash;

    public long Time => Now;

    /// <summary>Order in which accesses were answered.</summary>
    public List<int> Answered { get; } = [];

    public readonly record struct Planned(long Time, long Address, int Bytes, bool Write);

    /// <summary>Outcome of an access.</summary>
    public CacheOutcome this[int access] => _ended[access]!.Value;

    public long Cycles(int access) => (this[access].Done - _planned[access].Time) / 1_000_000;

    public void Plan(long cycle, long address, int bytes, bool write = false)
    {
        Simulation.Schedule(cycle * 1_000_000, Phase.Execute, this, 0, _planned.Count);
        _planned.Add(new Planned(cycle * 1_000_000, address, bytes, write));
        _ended.Add(null);
    }

    public void Run()
    {
        Simulation.Run();
        Assert.Equal(0, Cache.Outstanding);
        for (var i = 0; i < _planned.Count; i++)
        {
            var outcome = this[i];
            Assert.Equal(outcome.Done - _planned[i].Time, outcome.Bank + outcome.MissLimit + outcome.Latency + outcome.Below);
            Assert.True(outcome.Bank >= 0 && outcome.MissLimit >= 0 && outcome.Latency > 0 && outcome.Below >= 0);
        }
    }

    /// <summary>Handles all events; unlike <see cref="Run"/> without anything that allocates.</summary>
    public void RunAll() => Simulation.RunUntil(long.MaxValue);

    /// <summary>One access, alone and to its end.</summary>
    public CacheOutcome Do(long address, int bytes, bool write)
    {
        Plan((Now + 999_999) / 1_000_000, address, bytes, write);
        Run();
        return this[_planned.Count - 1];
    }

    public void CacheDone(int tag, in CacheOutcome outcome)
    {
        Assert.Equal(Now, outcome.Done);
        Assert.Null(_ended[tag]);
        _ended[tag] = outcome;
        Answered.Add(tag);
    }

    /// <summary>Asks for maintenance at a time.</summary>
    public int PlanMaintenance(long cycle, CacheMaintenance what, long address, long bytes)
    {
        Simulation.Schedule(cycle * 1_000_000, Phase.Execute, this, 1, _planned.Count);
        _planned.Add(new Planned(cycle * 1_000_000, address, 0, false));
        _maintenance[_planned.Count - 1] = (what, address, bytes);
        _ended.Add(null);
        return _planned.Count - 1;
    }

    protected override void Handle(in SimEvent item)
    {
        if (item.Tag == 1)
        {
            var (what, first, count) = _maintenance[(int)item.Payload];
            Cache.Maintain(what, first, count, this, (int)item.Payload);
            return;
        }

        var access = _planned[(int)item.Payload];
        Cache.Access(access.Address, access.Bytes, access.Write, this, (int)item.Payload);
    }
}
