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

    /// <summary>Registers of a thread; 0 where the family allocates none.</summary>
    public int Registers { get; init; }

    /// <summary>Bytes of shared memory of a block of threads, beside what a launch adds.</summary>
    public int SharedBytes { get; init; }

    /// <summary>Bytes of local memory of a thread.</summary>
    public int LocalBytes { get; init; }

    /// <summary>Launch arguments it takes; null where the code does not say.</summary>
    public int? Parameters { get; init; }

    /// <summary>Where instructions come from, in ascending order, without overlap; may be empty.</summary>
    public ImmutableArray<ImageSourceRange> Source { get; init; } = [];

    /// <summary><c>BLOCK</c>, <c>UNION1</c>, <c>UNION2</c>...</summary>
    public string TaskType => UnionClusters == 0 ? "BLOCK" : FormattableString.Invariant($"UNION{UnionClusters}");
}
