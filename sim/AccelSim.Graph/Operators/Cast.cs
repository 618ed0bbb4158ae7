using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Converts the element type: to floats by rounding to nearest even, to integers by truncation toward zero.</summary>
/// <param name="To">The new element type.</param>
public sealed record Cast(ElementType To) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        return [TypeRules.Required(inputs, 0) with { Element = To }];
    }
}
