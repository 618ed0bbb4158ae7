using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Index (Int64) of the largest or smallest element along an axis. Operand: x.</summary>
/// <param name="Axis">The axis, not negative.</param>
/// <param name="Largest">Largest rather than smallest.</param>
/// <param name="KeepDims">Whether the axis stays with extent 1.</param>
/// <param name="SelectLast">Whether the last of equal elements is meant rather than the first.</param>
public sealed record ArgReduce(int Axis, bool Largest, bool KeepDims, bool SelectLast) : Operator
{
    /// <inheritdoc/>
    public override string Name => Largest ? "ArgMax" : "ArgMin";

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Axis(Axis, x.Shape.Rank);
        TypeRules.Check(x.Shape.Rank > 0 && x.Shape[Axis] > 0, $"axis {Axis} of {x.Shape} has no elements");
        var dims = KeepDims ? x.Shape.Dims.SetItem(Axis, 1) : x.Shape.Dims.RemoveAt(Axis);
        return [new TensorType(ElementType.Int64, Shape.Of(dims))];
    }
}
