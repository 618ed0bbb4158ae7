using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>A copy engine: which memories it joins and what a transfer costs beside the bytes.</summary>
public sealed record DmaEngineSpec
{
    /// <summary>Legal directions, each with the width of the engine's port for it.</summary>
    public required ImmutableSortedDictionary<MemoryPath, BytesPerCycle> Paths { get; init; }

    /// <summary>Instruction at the head of its queue to first request.</summary>
    public required Cycles StartOverhead { get; init; }

    /// <summary>Extra per segment of a strided copy that reads device memory or shared memory.</summary>
    public required Cycles ReadSegmentOverhead { get; init; }

    /// <summary>Extra per segment of a strided copy that writes device memory or shared memory.</summary>
    public required Cycles WriteSegmentOverhead { get; init; }

    /// <summary>Extra per segment of a copy that stays in the core.</summary>
    public required Cycles LocalSegmentOverhead { get; init; }

    /// <summary>Requests of at most this size; larger transfers are split.</summary>
    public required ByteSize Chunk { get; init; }

    /// <summary>Chunks read but not yet received.</summary>
    [Bounds(1, 4096)]
    public required int OutstandingReads { get; init; }

    /// <summary>Chunks written but not yet acknowledged.</summary>
    [Bounds(1, 4096)]
    public required int OutstandingWrites { get; init; }

    /// <summary>Last chunk accepted to acknowledgement, for a writer that waits; a posted write does not.</summary>
    public required Duration WriteAcknowledge { get; init; }
}
