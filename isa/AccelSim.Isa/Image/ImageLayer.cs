using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>A layer of the model, for reports.</summary>
public sealed record ImageLayer
{
    public required string Name { get; init; }

    /// <summary>Operator as people know it, with what was fused: <c>Conv+Relu</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>Multiply-adds of one inference.</summary>
    public long Macs { get; init; }

    /// <summary>Least bytes that must cross device memory: inputs, weights and outputs once.</summary>
    public long Bytes { get; init; }

    /// <summary>The compiler's schedule in words; empty where there is none.</summary>
    public string Schedule { get; init; } = "";

    /// <summary>Kernels that compute it; empty for a host operator.</summary>
    public ImmutableArray<int> Kernels { get; init; } = [];
}
