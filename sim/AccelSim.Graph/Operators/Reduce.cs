using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Reduces some axes. Operand: x.</summary>
/// <param name="Function">What of the reduced elements.</param>
/// <param name="Axes">The reduced axes, not negative, ascending.</param>
/// <param name="KeepDims">Whether reduced axes stay with extent 1.</param>
public sealed record Reduce(ReduceFunction Function, Ints Axes, bool KeepDims) : Operator
{
    /// <inheritdoc/>
    public override string Name => "Reduce" + Function;

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        foreach (var axis in Axes)
        {
            TypeRules.Axis(axis, x.Shape.Rank);
        }

        var dims = new List<long>();
        for (var axis = 0; axis < x.Shape.Rank; axis++)
        {
            if (!Axes.Contains(axis))
            {
                dims.Add(x.Shape[axis]);
            }
            else if (KeepDims)
            {
                dims.Add(1);
            }
        }

        return [x with { Shape = Shape.Of(dims) }];
    }
}
