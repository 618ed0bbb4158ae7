using AccelSim.Machine;

namespace AccelSim.Memory.Tests.Cache;

/// <summary>
/// The rules of a cache, written as plainly as possible and without looking at the model: a list of lines per set, sets of sector
/// addresses, recency as a list, the pseudo-LRU tree as halves of halves.
/// </summary>
internal sealed class NaiveCache(CacheConfig config)
{
    private readonly Dictionary<long, Set> _sets = [];
    private readonly CongruentialRandom _random = new(config.Seed);

    public sealed record Result(int Found, HashSet<long> Fetched, long? Evicted, HashSet<long> WrittenBack, int Through);

    public Result Touch(long address, int bytes, bool write)
    {
        var lines = config.SizeBytes / config.LineBytes;
        var sets = lines / config.Ways;
        var line = address / config.LineBytes;
        var number = (line ^ (line / sets)) % sets;
        if (!_sets.TryGetValue(number, out var set))
        {
            _sets[number] = set = new Set(config.Ways);
        }

        var sectors = new HashSet<long>();
        for (var at = address; at < address + bytes; at++)
        {
            sectors.Add(at / config.SectorBytes * config.SectorBytes);
        }

        var way = Array.FindIndex(set.Ways, w => w?.Number == line);
        var there = way < 0 ? [] : set.Ways[way]!.Valid;
        var missing = sectors.Where(s => !there.Contains(s)).ToHashSet();
        var found = sectors.Count - missing.Count;
        var through = write && (config.Writes == CacheWritePolicy.WriteThrough || (missing.Count > 0 && config.WriteMiss == CacheWriteMiss.NoAllocate));
        if (write && way < 0 && config.WriteMiss == CacheWriteMiss.NoAllocate)
        {
            return new Result(found, [], null, [], bytes);
        }

        HashSet<long> fetched = !write ? missing
            : config.WriteMiss == CacheWriteMiss.AllocateWithFetch ? [.. missing.Where(s => s < address || s + config.SectorBytes > address + bytes)]
            : [];
        long? evicted = null;
        HashSet<long> back = [];
        if (way < 0)
        {
            way = Array.IndexOf(set.Ways, null);
            if (way < 0)
            {
                way = Victim(set);
                evicted = set.Ways[way]!.Number * config.LineBytes;
                back = set.Ways[way]!.Dirty;
            }

            set.Ways[way] = new Line(line);
        }

        var entry = set.Ways[way]!;
        if (!write || config.WriteMiss != CacheWriteMiss.NoAllocate)
        {
            entry.Valid.UnionWith(sectors);
        }

        if (write && !through)
        {
            entry.Dirty.UnionWith(sectors);
        }

        set.Recency.Remove(way);
        set.Recency.Add(way);
        Cool(set, 0, config.Ways, way);
        return new Result(found, fetched, evicted, back, through ? bytes : 0);
    }

    /// <summary>Does maintenance of the lines from one to another, both included; returns the sectors that are written back.</summary>
    public HashSet<long> Maintain(CacheMaintenance what, long firstLine, long lastLine)
    {
        HashSet<long> back = [];
        foreach (var set in _sets.Values)
        {
            for (var way = 0; way < config.Ways; way++)
            {
                if (set.Ways[way] is not { } line || line.Number < firstLine || line.Number > lastLine)
                {
                    continue;
                }

                if (what != CacheMaintenance.Invalidate)
                {
                    back.UnionWith(line.Dirty);
                    line.Dirty.Clear();
                }

                if (what != CacheMaintenance.WriteBack)
                {
                    set.Ways[way] = null;
                    set.Recency.Remove(way);
                }
            }
        }

        return back;
    }

    /// <summary>Dirty lines of each set, lines from one to another.</summary>
    public IEnumerable<int> DirtyLines(long firstLine, long lastLine) =>
        _sets.Values.Select(set => set.Ways.Count(line => line is not null && line.Dirty.Count > 0 && line.Number >= firstLine && line.Number <= lastLine));

    private int Victim(Set set) => config.Replacement switch
    {
        CacheReplacement.LeastRecentlyUsed => set.Recency[0],
        CacheReplacement.Random => (int)(_random.Next() % (ulong)config.Ways),
        _ => Coldest(set, 0, config.Ways),
    };

    private static int Coldest(Set set, int from, int to)
    {
        if (to - from == 1)
        {
            return from;
        }

        var middle = (from + to) / 2;
        return set.UpperIsColder.Contains((from, to)) ? Coldest(set, middle, to) : Coldest(set, from, middle);
    }

    private static void Cool(Set set, int from, int to, int used)
    {
        if (to - from == 1)
        {
            return;
        }

        var middle = (from + to) / 2;
        if (used < middle)
        {
            set.UpperIsColder.Add((from, to));
            Cool(set, from, middle, used);
        }
        else
        {
            set.UpperIsColder.Remove((from, to));
            Cool(set, middle, to, used);
        }
    }

    private sealed record Line(long Number)
    {
        public HashSet<long> Valid { get; } = [];

        public HashSet<long> Dirty { get; } = [];
    }

    private sealed class Set(int ways)
    {
        public Line?[] Ways { get; } = new Line?[ways];

        public List<int> Recency { get; } = [];

        public HashSet<(int From, int To)> UpperIsColder { get; } = [];
    }
}
