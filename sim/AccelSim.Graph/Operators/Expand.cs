using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Repeats its operand along broadcast axes; the result is stored in full. Operand: x.</summary>
/// <param name="To">Shape of the result, fully known.</param>
public sealed record Expand(Shape To) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.BroadcastsTo(x, To);
        return [x with { Shape = To }];
    }
}
