using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Repeats its operand whole along each axis. Operand: x.</summary>
/// <param name="Repeats">How often, per axis.</param>
public sealed record Tile(Ints Repeats) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(Repeats.Count == x.Shape.Rank && Repeats.All(repeat => repeat >= 0), $"repeats {Repeats} are not one per axis of {x.Shape}");
        var dims = new long[x.Shape.Rank];
        for (var axis = 0; axis < dims.Length; axis++)
        {
            var extent = (Int128)x.Shape[axis] * Repeats[axis];
            TypeRules.Check(extent <= long.MaxValue, "the result is too large");
            dims[axis] = (long)extent;
        }

        return [x with { Shape = new Shape(dims) }];
    }
}
