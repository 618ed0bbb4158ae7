namespace AccelSim.Memory;

/// <summary>Tables above the last level that walkers remember, as many as the walk cache holds; none where there is no cache.</summary>
internal sealed class KnownTables
{
    private const int LevelTagBits = 3;

    private readonly int _levels;
    private readonly int _levelBits;
    private readonly Tlb? _tables;

    public KnownTables(TranslationConfig config)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(config.Levels, 1 << LevelTagBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(config.Levels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(config.Walkers, 1);
        _levels = config.Levels;
        _levelBits = config.LevelBits;
        _tables = config.WalkCache > 0 ? new Tlb(config.WalkCache, config.WalkCache) : null;
    }

    /// <summary>Levels that need not be read: the table below them is known at <paramref name="time"/>.</summary>
    public int Above(long page, long time)
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

    /// <summary>Remembers the table of a level on the way to a page, known at <paramref name="ready"/>; nothing for what is no such table.</summary>
    public void Remember(long page, int level, long ready)
    {
        if (_tables is not null && level < _levels && !_tables.TryFind(Key(page, level), out _))
        {
            _tables.Insert(Key(page, level), ready);
        }
    }

    /// <summary>The table of level <paramref name="level"/> (0 is the root) on the way to a page.</summary>
    private long Key(long page, int level)
    {
        var shift = Math.Min(62, _levelBits * (_levels - level));
        return ((page >> shift) << LevelTagBits) | (long)level;
    }
}
