using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Running sum along an axis. Operand: x.</summary>
/// <param name="Axis">The axis, not negative.</param>
/// <param name="Exclusive">Whether an element is left out of its own sum.</param>
/// <param name="Reverse">Whether the sum runs from the end.</param>
public sealed record CumSum(int Axis, bool Exclusive, bool Reverse) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Axis(Axis, x.Shape.Rank);
        return [x];
    }
}
