namespace AccelSim.Memory;

/// <summary>
/// Hardware that reads page tables from the root to the last level. A walk takes the walker that is free first; tables that an earlier walk
/// has read are remembered, as many as the walk cache holds, and a walk begins below the deepest of them.
/// </summary>
internal sealed class PageWalkers
{
    private const int LevelTagBits = 3;

    private readonly int _levels;
    private readonly int _levelBits;
    private readonly long _levelLatency;
    private readonly long[] _free;
    private readonly Tlb? _tables;

    public PageWalkers(TranslationConfig config)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(config.Levels, 1 << LevelTagBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(config.Levels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(config.Walkers, 1);
        _levels = config.Levels;
        _levelBits = config.LevelBits;
        _levelLatency = config.LevelLatency;
        _free = new long[config.Walkers];
        _tables = config.WalkCache > 0 ? new Tlb(config.WalkCache, config.WalkCache) : null;
    }

    /// <summary>Walks for a page from <paramref name="time"/> (fs) on; returns when its translation is known.</summary>
    public long Walk(long time, long page, ref TranslationCounters counters)
    {
        var walker = 0;
        for (var other = 1; other < _free.Length; other++)
        {
            walker = _free[other] < _free[walker] ? other : walker;
        }

        var start = Math.Max(time, _free[walker]);
        var known = Known(page, start);
        var reads = _levels - known;
        for (var table = known + 1; _tables is not null && table < _levels; table++)
        {
            Remember(Key(page, table), start + ((table - known) * _levelLatency));
        }

        _free[walker] = start + (reads * _levelLatency);
        counters.Walks++;
        counters.WalkReads += reads;
        counters.WalkerWait += start - time;
        return _free[walker];
    }

    /// <summary>Levels that need not be read: the table below them is known at <paramref name="time"/>.</summary>
    private int Known(long page, long time)
    {
        for (var table = _levels - 1; _tables is not null && table > 0; table--)
        {
            if (_tables.TryFind(Key(page, table), out var ready) && ready <= time)
            {
                return table;
            }
        }

        return 0;
    }

    private void Remember(long key, long ready)
    {
        if (!_tables!.TryFind(key, out _))
        {
            _tables.Insert(key, ready);
        }
    }

    /// <summary>The table of level <paramref name="level"/> (0 is the root) on the way to a page.</summary>
    private long Key(long page, int level)
    {
        var shift = Math.Min(62, _levelBits * (_levels - level));
        return ((page >> shift) << LevelTagBits) | (long)level;
    }
}
