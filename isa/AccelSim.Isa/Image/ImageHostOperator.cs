using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>An operator that the host runs; its meaning is opaque here.</summary>
public sealed record ImageHostOperator
{
    public required string Name { get; init; }

    public required string Operator { get; init; }

    /// <summary>Buffers read, by position; -1 for an absent optional input.</summary>
    public ImmutableArray<int> Inputs { get; init; } = [];

    /// <summary>Buffers written, by position.</summary>
    public ImmutableArray<int> Outputs { get; init; } = [];

    /// <summary>Arithmetic of one run, for the host's roofline.</summary>
    public long Operations { get; init; }

    /// <summary>What the runtime needs to run it, in its own encoding.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The same for people and other programs, as JSON.</summary>
    public string Description { get; init; } = "{}";
}
