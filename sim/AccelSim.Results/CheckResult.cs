using System.Collections.Immutable;

namespace AccelSim.Results;

/// <summary>Comparison of the program's values with the reference interpreter.</summary>
public sealed record CheckResult
{
    public required ImmutableArray<OutputCheck> Outputs { get; init; }

    /// <summary>Name and deviation of the first layer outside the tolerance; null where all are inside or none was looked at.</summary>
    public string? FirstDifference { get; init; }

    /// <summary>Unsynchronised overlaps, each naming both instructions.</summary>
    public ImmutableArray<string> Races { get; init; } = [];

    /// <summary>True where every output is inside its tolerance and nothing raced.</summary>
    public bool Passed => Races.IsEmpty && Outputs.All(o => o.Passed);
}
