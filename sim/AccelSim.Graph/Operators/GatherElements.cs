using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Looks up single elements along an axis. Operands: data, indices (of the same rank; negative ones count from the end). Result: the shape of indices.</summary>
/// <param name="Axis">The axis, not negative.</param>
public sealed record GatherElements(int Axis) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 2);
        var data = TypeRules.Required(inputs, 0);
        var indices = TypeRules.Required(inputs, 1);
        TypeRules.Axis(Axis, data.Shape.Rank);
        TypeRules.Check(data.Shape.Rank > 0 && data.Shape.Rank == indices.Shape.Rank, $"indices {indices.Shape} do not have the rank of {data.Shape}");
        TypeRules.Check(indices.Element is ElementType.Int32 or ElementType.Int64, $"indices are {indices.Element.ShortName()}");
        for (var axis = 0; axis < data.Shape.Rank; axis++)
        {
            TypeRules.Check(axis == Axis || indices.Shape[axis] <= data.Shape[axis], $"indices {indices.Shape} reach beyond {data.Shape}");
        }

        return [data with { Shape = indices.Shape }];
    }
}
