using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>A small cache that is only read: instructions, constants.</summary>
public sealed record ReadOnlyCacheSpec : ICheckedRecord
{
    public required ByteSize Size { get; init; }

    public required ByteSize Line { get; init; }

    [Bounds(1, 1024)]
    public required int Ways { get; init; }

    /// <summary>Extra cycles of a hit for whoever asks: a load of a constant, a fetch that missed the level before.</summary>
    public required Cycles Latency { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report) => CacheRules.CheckLines(Size.Bytes, Line.Bytes, Line.Bytes, Ways, CacheReplacement.LeastRecentlyUsed, report);
}
