using System.Collections.Immutable;

namespace AccelSim.Memory;

/// <summary>Address translation in plain numbers.</summary>
public sealed record TranslationConfig
{
    /// <summary>Bytes of a page, a power of two.</summary>
    public required long PageBytes { get; init; }

    /// <summary>Requesters with a first-level buffer of their own.</summary>
    public required int Requesters { get; init; }

    /// <summary>The buffer of each requester.</summary>
    public required TlbConfig L1 { get; init; }

    /// <summary>The buffer that all share; null where there is none.</summary>
    public TlbConfig? L2 { get; init; }

    /// <summary>Page walks at the same time.</summary>
    public required int Walkers { get; init; }

    /// <summary>Levels of the page table.</summary>
    public required int Levels { get; init; }

    /// <summary>Time of the read of one level, fs; of no account where it goes to device memory.</summary>
    public long LevelLatency { get; init; }

    /// <summary>Address in device memory of the entries of each level, from the root; empty where reads of tables do not go there.</summary>
    public ImmutableArray<long> TableBases { get; init; } = [];

    /// <summary>Address bits that one level of the table decodes.</summary>
    public int LevelBits { get; init; } = 9;

    /// <summary>Tables that the walkers remember; 0 for none.</summary>
    public int WalkCache { get; init; }
}
