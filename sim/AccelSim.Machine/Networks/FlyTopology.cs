using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>A butterfly: <c>radix ^ stages</c> inputs pass that many stages of routers, one digit of the destination each.</summary>
public sealed record FlyTopology : FabricTopology, ICheckedRecord
{
    /// <summary>Inputs and outputs of each router.</summary>
    [Bounds(2, 64)]
    public required int Radix { get; init; }

    [Bounds(1, 12)]
    public required int Stages { get; init; }

    /// <inheritdoc/>
    public override long Nodes
    {
        get
        {
            var nodes = 1L;
            for (var i = 0; i < Stages && nodes <= MostNodes; i++)
            {
                nodes *= Radix;
            }

            return nodes;
        }
    }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Nodes > MostNodes)
        {
            report("stages", $"make more than {MostNodes} nodes");
        }
    }
}
