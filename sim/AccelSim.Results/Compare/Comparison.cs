using System.Collections.Immutable;

namespace AccelSim.Results.Compare;

/// <summary>One model on several chips.</summary>
public sealed record Comparison
{
    public required string Model { get; init; }

    public required string Precision { get; init; }

    public required string Mode { get; init; }

    public required int Batch { get; init; }

    /// <summary>The runs, in the order in which chips were named.</summary>
    public required ImmutableArray<ComparedRun> Runs { get; init; }

    /// <summary>Layers, or runs of layers that chips fuse differently, in the order of the model.</summary>
    public required ImmutableArray<ComparedLayer> Layers { get; init; }

    /// <summary>For each further chip of the first one's family: what is the chip's, and what the compiler's.</summary>
    public required ImmutableArray<ChipAndCompiler> Parts { get; init; }
}
