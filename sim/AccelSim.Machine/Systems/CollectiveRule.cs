using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>What the communication library does up to some size, and what it costs. The first rule that fits counts.</summary>
public sealed record CollectiveRule
{
    public required ImmutableArray<CollectiveOperation> Operations { get; init; }

    /// <summary>Greatest size; absent for any.</summary>
    public ByteSize? UpTo { get; init; }

    public required CollectiveAlgorithm Algorithm { get; init; }

    /// <summary>Call to first byte, and last byte to return.</summary>
    public required Duration Launch { get; init; }

    /// <summary>Software's share of every message: flags, synchronisation, the start of a copy.</summary>
    public required Duration Message { get; init; }

    /// <summary>Fraction of the links' bandwidth that the protocol reaches.</summary>
    [Bounds(1, 1_000_000)]
    public required Ratio Efficiency { get; init; }

    /// <summary>Data is worked on in pieces of at most this size, one behind the other; absent for one piece.</summary>
    public ByteSize? Piece { get; init; }

    /// <summary>Least number of pieces.</summary>
    [Bounds(1, 1024)]
    public int LeastPieces { get; init; } = 1;
}
