namespace AccelSim.Memory;

/// <summary>
/// Hardware that reads page tables from the root to the last level, in the same time each. A walk takes the walker that is free first; tables
/// that an earlier walk has read are remembered, and a walk begins below the deepest of them.
/// </summary>
internal sealed class PageWalkers(TranslationConfig config)
{
    private readonly KnownTables _tables = new(config);
    private readonly long[] _free = new long[config.Walkers];

    /// <summary>Walks for a page from <paramref name="time"/> (fs) on; returns when its translation is known.</summary>
    public long Walk(long time, long page, ref TranslationCounters counters)
    {
        var walker = 0;
        for (var other = 1; other < _free.Length; other++)
        {
            walker = _free[other] < _free[walker] ? other : walker;
        }

        var start = Math.Max(time, _free[walker]);
        var known = _tables.Above(page, start);
        var reads = config.Levels - known;
        for (var table = known + 1; table < config.Levels; table++)
        {
            _tables.Remember(page, table, start + ((table - known) * config.LevelLatency));
        }

        _free[walker] = start + (reads * config.LevelLatency);
        counters.Walks++;
        counters.WalkReads += reads;
        counters.WalkerWait += start - time;
        return _free[walker];
    }
}
