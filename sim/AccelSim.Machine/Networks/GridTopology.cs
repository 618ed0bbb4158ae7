using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Routers in a box of any number of dimensions, one node at each; routed dimension by dimension, the first one first.</summary>
public abstract record GridTopology : FabricTopology, ICheckedRecord
{
    private const int MostDimensions = 4;

    /// <summary>Routers along each dimension.</summary>
    [Bounds(1, MostNodes)]
    public required ImmutableArray<int> Sizes { get; init; }

    /// <inheritdoc/>
    public override long Nodes => Sizes.Aggregate(1L, (product, size) => Math.Min((long)MostNodes * 2, product * size));

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Sizes.Length is < 1 or > MostDimensions)
        {
            report("sizes", $"must have 1 to {MostDimensions} dimensions");
        }
        else if (Nodes is < 2 or > MostNodes)
        {
            report("sizes", $"make {Nodes} nodes: must be 2 to {MostNodes}");
        }
    }
}
