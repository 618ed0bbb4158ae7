using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>Links by hand: chips and hosts by name, both directions each.</summary>
public sealed record LinkedSystem : SystemTopology
{
    /// <summary>Hosts or switches, which pass data on and take no part in collectives.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    public required ImmutableArray<SystemLink> Links { get; init; }
}
