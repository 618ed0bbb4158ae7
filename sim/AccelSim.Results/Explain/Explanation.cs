using System.Collections.Immutable;

namespace AccelSim.Results.Explain;

/// <summary>What the time of a run depends on: every number of the chip's description, changed by itself.</summary>
public sealed record Explanation
{
    public required string Model { get; init; }

    public required string Chip { get; init; }

    /// <summary>One inference as the chip is, fs.</summary>
    public required long Femtoseconds { get; init; }

    /// <summary>The same in cycles of the core clock.</summary>
    public required long Cycles { get; init; }

    /// <summary>Part of the time that is the host's, by the ledger: no number of the chip changes it.</summary>
    public required double HostShare { get; init; }

    /// <summary>Group of causes that takes most of the time, and its part.</summary>
    public required CauseGroup Bound { get; init; }

    /// <summary>Numbers that were looked at, those that matter most first.</summary>
    public required ImmutableArray<ParameterEffect> Effects { get; init; }

    /// <summary>Numbers of which no other value can be run, and why.</summary>
    public required ImmutableArray<SkippedParameter> Skipped { get; init; }

    /// <summary>What reaches the speedup that was asked for; null where none was.</summary>
    public TargetAnswer? Target { get; init; }

    /// <summary>Simulations that it took, the first included.</summary>
    public required int Runs { get; init; }

    /// <summary>Programs that were compiled for it.</summary>
    public required int Programs { get; init; }

    /// <summary>Why it was ended before its end; null where it was not.</summary>
    public string? Partial { get; init; }
}
