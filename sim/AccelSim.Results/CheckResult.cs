using System.Collections.Immutable;

namespace AccelSim.Results;

/// <summary>What a run for values showed: races, and the comparison with the reference interpreter where there is a model.</summary>
public sealed record CheckResult
{
    public required ImmutableArray<OutputCheck> Outputs { get; init; }

    /// <summary>False where there is nothing to compare with, as for a program without its model: outputs are then only searched for values that are not finite.</summary>
    public bool Compared { get; init; } = true;

    /// <summary>Name and deviation of the first layer outside the tolerance; null where all are inside or none was looked at.</summary>
    public string? FirstDifference { get; init; }

    /// <summary>False where the family's runner does not look for races.</summary>
    public bool RacesSought { get; init; } = true;

    /// <summary>Unsynchronised overlaps, each naming both instructions.</summary>
    public ImmutableArray<string> Races { get; init; } = [];

    /// <summary>True where every output is inside its tolerance and nothing raced.</summary>
    public bool Passed => Races.IsEmpty && Outputs.All(o => o.Passed);
}
