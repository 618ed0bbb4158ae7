using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>An in-order instruction queue and the units it feeds, one instruction at a time.</summary>
public sealed record QueueSpec
{
    public required string Name { get; init; }

    /// <summary>Instructions that may wait; a full queue stops decode.</summary>
    [Bounds(1, 4096)]
    public required int Depth { get; init; }

    /// <summary><c>scalar</c>, <c>vector</c>, <c>tensor</c> or the name of a copy engine.</summary>
    public required ImmutableArray<string> Units { get; init; }
}
