using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>One router that joins all nodes.</summary>
public sealed record CrossbarTopology : FabricTopology
{
    /// <summary>Inputs, and outputs.</summary>
    [Bounds(2, 64)]
    public required int Ports { get; init; }

    /// <inheritdoc/>
    public override long Nodes => Ports;
}
