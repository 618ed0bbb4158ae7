using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Cuts its operand into consecutive parts along an axis, one result each.</summary>
/// <param name="Axis">The axis, not negative.</param>
/// <param name="Sizes">Extents of the parts.</param>
public sealed record Split(int Axis, Ints Sizes) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Axis(Axis, x.Shape.Rank);
        TypeRules.Check(
            x.Shape.Rank > 0 && Sizes.All(size => size >= 0) && Sizes.Aggregate(Int128.Zero, (sum, size) => sum + size) == x.Shape[Axis],
            $"parts of {Sizes} do not make up axis {Axis} of {x.Shape}");
        return [.. Sizes.Select(size => x with { Shape = x.Shape.With(Axis, size) })];
    }
}
