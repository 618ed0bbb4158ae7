using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Cache between the on-chip network and device memory.</summary>
public sealed record LastLevelCacheSpec : ICheckedRecord
{
    public required ByteSize Size { get; init; }

    public required CachedTraffic Caches { get; init; }

    public required ByteSize Line { get; init; }

    [Bounds(1, 256)]
    public required int Ways { get; init; }

    /// <summary>Network port to data, on a hit.</summary>
    public required Cycles Latency { get; init; }

    /// <summary>Bytes per cycle of the whole cache on hits.</summary>
    public required BytesPerCycle Bandwidth { get; init; }

    /// <summary>Sets of <see cref="Ways"/> lines.</summary>
    public long Sets => Size.Bytes / (Line.Bytes * Ways);

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (!long.IsPow2(Line.Bytes))
        {
            report("line", "must be a power of two");
        }

        if (Size.Bytes % (Line.Bytes * Ways) != 0)
        {
            report("size", "is not a whole number of sets (line x ways)");
        }
    }
}
