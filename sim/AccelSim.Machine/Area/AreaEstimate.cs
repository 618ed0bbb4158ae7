using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>Estimated silicon of a chip by part, all dies together.</summary>
/// <param name="Parts">Name, and area of all of that part.</param>
public sealed record AreaEstimate(ImmutableArray<(string Name, Area Area)> Parts)
{
    /// <summary>Sum of the parts.</summary>
    public Area Total => new(Parts.Sum(part => part.Area.SquareMicrometres));
}
