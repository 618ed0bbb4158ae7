using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Address translation between the on-chip network and device memory.</summary>
public sealed record TranslationSpec : ICheckedRecord
{
    /// <summary>Entries of a page table where a file does not say: a table of 4 KiB with 8 bytes an entry.</summary>
    public const int DefaultTableEntries = 512;

    /// <summary>Bytes of an entry of a page table.</summary>
    public const int EntryBytes = 8;

    /// <summary>Bytes that one entry translates.</summary>
    [Bounds(1 << 10, 1 << 30)]
    public required ByteSize Page { get; init; }

    /// <summary>The buffer of each cluster.</summary>
    public required TlbSpec L1 { get; init; }

    /// <summary>The buffer that all clusters share; absent where there is none.</summary>
    public TlbSpec? L2 { get; init; }

    /// <summary>Page walks at the same time.</summary>
    [Bounds(1, 4096)]
    public required int Walkers { get; init; }

    /// <summary>Levels of the page table: reads of a walk that knows nothing.</summary>
    [Bounds(1, 8)]
    public required int Levels { get; init; }

    /// <summary>Where those reads go.</summary>
    public PageWalk Walk { get; init; }

    /// <summary>Time of one of those reads; not given where they go to device memory.</summary>
    public Duration? LevelLatency { get; init; }

    /// <summary>Entries of one table; <see cref="DefaultTableEntries"/> where not given.</summary>
    [Bounds(2, 1 << 16)]
    public int? TableEntries { get; init; }

    /// <summary>Tables that the walkers remember, all levels but the last together; none where not given.</summary>
    [Bounds(1, 1 << 16)]
    public int? WalkCache { get; init; }

    /// <summary>
    /// Bytes of the tables of a level, 0 for the root, that translate a memory: whole tables with 8 bytes an entry.
    /// </summary>
    /// <param name="capacity">Bytes of the memory.</param>
    /// <param name="level">Level, below <see cref="Levels"/>.</param>
    public long LevelBytes(long capacity, int level)
    {
        long table = TableEntries ?? DefaultTableEntries;
        var entries = Math.Max(1, capacity / Page.Bytes);
        for (var below = Levels - 1; below > level; below--)
        {
            entries = (entries + table - 1) / table;
        }

        return (entries + table - 1) / table * table * EntryBytes;
    }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (!long.IsPow2(Page.Bytes))
        {
            report("page", "must be a power of two");
        }

        if (TableEntries is { } entries && !int.IsPow2(entries))
        {
            report("tableEntries", "must be a power of two");
        }

        if (Walk == PageWalk.Constant && LevelLatency is null)
        {
            report("levelLatency", "is required where walk is constant");
        }

        if (Walk == PageWalk.Memory && LevelLatency is not null)
        {
            report("levelLatency", "is what device memory takes, where walk is memory");
        }

        if (WalkCache is not null && Levels == 1)
        {
            report("walkCache", "holds tables above the last level, and levels is 1");
        }
    }
}
