using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Nodes in a circle, links both ways: a torus of one dimension.</summary>
public sealed record RingTopology : FabricTopology
{
    [Bounds(2, MostNodes)]
    public required int Size { get; init; }

    /// <inheritdoc/>
    public override long Nodes => Size;
}
