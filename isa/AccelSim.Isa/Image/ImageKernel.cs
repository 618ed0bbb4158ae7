using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>Device code of one kernel.</summary>
public sealed record ImageKernel
{
    public required string Name { get; init; }

    /// <summary>Encoded instructions.</summary>
    public required ReadOnlyMemory<byte> Code { get; init; }

    /// <summary>Byte offset of the first instruction executed.</summary>
    public int Entry { get; init; }

    /// <summary>Clusters of one task group: 0 for BLOCK, n for UNIONn (a power of two).</summary>
    public int UnionClusters { get; init; }

    /// <summary>True where the memory cores of the clusters run the kernel as well.</summary>
    public bool UsesMemoryCore { get; init; }

    /// <summary>Where instructions come from, in ascending order, without overlap; may be empty.</summary>
    public ImmutableArray<ImageSourceRange> Source { get; init; } = [];

    /// <summary><c>BLOCK</c>, <c>UNION1</c>, <c>UNION2</c>...</summary>
    public string TaskType => UnionClusters == 0 ? "BLOCK" : FormattableString.Invariant($"UNION{UnionClusters}");
}
