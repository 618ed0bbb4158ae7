using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Pooling of every spatial axis to extent 1. Operand: x [N, C, spatial...].</summary>
/// <param name="Kind">Maximum or average.</param>
public sealed record GlobalPool(PoolKind Kind) : Operator
{
    /// <inheritdoc/>
    public override string Name => Kind == PoolKind.Max ? "GlobalMaxPool" : "GlobalAveragePool";

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(x.Shape.Rank >= 3, $"operand {x.Shape} has no spatial axes");
        return [x with { Shape = Shape.Of(x.Shape.Dims.Select((dim, axis) => axis < 2 ? dim : 1)) }];
    }
}
