using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Chips in a box that closes in every dimension.</summary>
public sealed record TorusSystem : SystemTopology
{
    /// <summary>Chips along each dimension.</summary>
    [Bounds(1, 1024)]
    public required ImmutableArray<int> Sizes { get; init; }
}
