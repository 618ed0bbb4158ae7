using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Adds elements before and after each axis, or removes them where a count is negative. Operand: x.</summary>
/// <param name="Begins">Elements added before each axis.</param>
/// <param name="Ends">Elements added after each axis.</param>
/// <param name="Mode">What they hold.</param>
/// <param name="Value">The value of <see cref="PadMode.Constant"/>.</param>
public sealed record Pad(Ints Begins, Ints Ends, PadMode Mode, double Value) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(Begins.Count == x.Shape.Rank && Ends.Count == x.Shape.Rank, $"pads {Begins}, {Ends} are not one per axis of {x.Shape}");
        var dims = new long[x.Shape.Rank];
        for (var axis = 0; axis < dims.Length; axis++)
        {
            var extent = (Int128)x.Shape[axis] + Begins[axis] + Ends[axis];
            TypeRules.Check(extent >= 0 && extent <= long.MaxValue, $"pads {Begins}, {Ends} leave axis {axis} of {x.Shape} with {extent} elements");
            TypeRules.Check(Mode == PadMode.Constant || x.Shape[axis] > 0 || extent == 0, $"axis {axis} of {x.Shape} has no elements to repeat");
            dims[axis] = (long)extent;
        }

        return [x with { Shape = new Shape(dims) }];
    }
}
