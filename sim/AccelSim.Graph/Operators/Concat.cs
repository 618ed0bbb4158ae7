using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Joins its operands along an axis.</summary>
/// <param name="Axis">The axis, not negative.</param>
public sealed record Concat(int Axis) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        var first = TypeRules.Required(inputs, 0);
        TypeRules.Axis(Axis, first.Shape.Rank);
        TypeRules.Check(first.Shape.Rank > 0, "does not take scalars");
        var extent = Int128.Zero;
        for (var i = 0; i < inputs.Length; i++)
        {
            var x = TypeRules.Required(inputs, i);
            TypeRules.SameElement(first, x);
            TypeRules.Check(x.Shape.Rank == first.Shape.Rank && x.Shape.With(Axis, 1).Equals(first.Shape.With(Axis, 1)), $"{first.Shape} and {x.Shape} do not join along axis {Axis}");
            extent += x.Shape[Axis];
        }

        TypeRules.Check(extent <= long.MaxValue, "the result is too large");
        return [first with { Shape = first.Shape.With(Axis, (long)extent) }];
    }
}
