using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Looks up slices of the first operand along an axis by index. Operands: data, indices (Int32 or Int64; negative ones count from the end).</summary>
/// <param name="Axis">The axis of data, not negative.</param>
public sealed record Gather(int Axis) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 2);
        var data = TypeRules.Required(inputs, 0);
        var indices = TypeRules.Required(inputs, 1);
        TypeRules.Check(data.Shape.Rank > 0, "does not take scalars");
        TypeRules.Axis(Axis, data.Shape.Rank);
        TypeRules.Check(indices.Element is ElementType.Int32 or ElementType.Int64, $"indices are {indices.Element.ShortName()}");
        return [data with { Shape = Shape.Of(data.Shape.Dims.Take(Axis).Concat(indices.Shape.Dims).Concat(data.Shape.Dims.Skip(Axis + 1))) }];
    }
}
