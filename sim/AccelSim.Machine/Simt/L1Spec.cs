using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>The data cache of an SM: what shared memory leaves of their common array.</summary>
public sealed record L1Spec : ICheckedRecord
{
    [Bounds(1, 1 << 20)]
    public required ByteSize Line { get; init; }

    /// <summary>Bytes that are there or not together, and come from the L2 as one.</summary>
    public required ByteSize Sector { get; init; }

    /// <summary>Sets, whatever the size: the ways follow from it (NVIDIA's unified array). 1 for full associativity.</summary>
    [Bounds(1, 65536)]
    public required int Sets { get; init; }

    /// <summary>Which line makes room.</summary>
    public CacheReplacement Replacement { get; init; }

    /// <summary>When the L2 learns of a write that hits.</summary>
    public required CacheWritePolicy Writes { get; init; }

    /// <summary>What a write does that misses.</summary>
    public required CacheWriteMiss WriteMiss { get; init; }

    /// <summary>True where a line is taken only when data arrive, so that waiting misses evict nothing (streaming cache).</summary>
    public required bool Streaming { get; init; }

    /// <summary>Lines that may wait for data.</summary>
    [Bounds(1, 65536)]
    public required int Mshrs { get; init; }

    /// <summary>Later misses of a line that may wait with the first.</summary>
    [Bounds(0, 65536)]
    public required int MergesPerMshr { get; init; }

    /// <summary>Load to use of a hit, as a pointer chase measures it: issue, address, tags, data, register.</summary>
    [Bounds(1, 10_000)]
    public required Cycles Latency { get; init; }

    /// <summary>Bytes per cycle on hits.</summary>
    public required BytesPerCycle Bandwidth { get; init; }

    /// <summary>Lines whose tags can be looked up in a cycle; sectors of different banks are read together.</summary>
    [Bounds(1, 64)]
    public required int Banks { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        // A cache of one way stands for all sizes here: what it leaves is checked where the size is known.
        CacheRules.CheckLines(Line.Bytes * Sets, Line.Bytes, Sector.Bytes, 1, CacheReplacement.LeastRecentlyUsed, report);
        if (!int.IsPow2(Sets))
        {
            report("sets", "must be a power of two: bits of an address choose the set");
        }

        if (!int.IsPow2(Banks))
        {
            report("banks", "must be a power of two: bits of an address choose the bank");
        }
    }
}
