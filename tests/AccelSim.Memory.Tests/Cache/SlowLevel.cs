using AccelSim.Engine;

namespace AccelSim.Memory.Tests.Cache;

/// <summary>A memory behind a cache that answers access n after <paramref name="latency"/>(n) fs, and watches what it is asked.</summary>
internal sealed class SlowLevel(Simulation simulation, Func<int, long> latency) : Component(simulation, "slow level"), ICacheLevel
{
    private readonly NumberPool<Item> _items = new(64);
    private readonly HashSet<long> _sectors = [];

    /// <summary>Reads so far, and writes that somebody waits for or not.</summary>
    public List<(long Address, int Bytes, bool Write, bool Awaited)> Seen { get; } = [];

    /// <summary>Off where a test measures allocations.</summary>
    public bool Watches { get; set; } = true;

    /// <summary>Bytes of a line; most lines read at a time.</summary>
    public int MostLines { get; private set; }

    /// <summary>Most writes at a time that somebody waits for.</summary>
    public int MostWrites { get; private set; }

    private int _count;
    private int _writes;

    public void Access(long address, int bytes, bool write, ICacheClient? client, int tag)
    {
        if (Watches)
        {
            Seen.Add((address, bytes, write, client is not null));
            for (var at = address / 16 * 16; !write && at < address + bytes; at += 16)
            {
                Assert.True(_sectors.Add(at), $"{at:x}h is asked for although it is on its way");
            }

            MostLines = Math.Max(MostLines, _sectors.Select(at => at / 128).Distinct().Count());
        }

        if (write && client is not null)
        {
            _writes++;
            MostWrites = Math.Max(MostWrites, _writes);
        }

        var number = _items.Take();
        _items.Items[number] = new Item { Address = address, Write = write && client is not null, Bytes = write ? 0 : bytes, Client = client, Tag = tag, Asked = Now };
        Simulation.Schedule(Now + latency(_count++), Phase.Execute, this, 0, number);
    }

    protected override void Handle(in SimEvent item)
    {
        var number = (int)item.Payload;
        var entry = _items.Items[number];
        _items.Return(number);
        for (var at = entry.Address / 16 * 16; Watches && entry.Bytes > 0 && at < entry.Address + entry.Bytes; at += 16)
        {
            Assert.True(_sectors.Remove(at));
        }

        _writes -= entry.Write ? 1 : 0;
        entry.Client?.CacheDone(entry.Tag, new CacheOutcome(Now, 0, 0, 0, Now - entry.Asked, false));
    }

    private struct Item
    {
        public long Address;
        public int Bytes;
        public bool Write;
        public ICacheClient? Client;
        public int Tag;
        public long Asked;
    }
}
