using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>The same elements in the same order under another shape (ONNX Reshape, Flatten, Squeeze, Unsqueeze). Operand: x.</summary>
/// <param name="To">The new shape, fully known.</param>
public sealed record Reshape(Shape To) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(x.Shape.ElementCount == To.ElementCount, $"{x.Shape} cannot be read as {To}: {x.Shape.ElementCount} and {To.ElementCount} elements");
        return [x with { Shape = To }];
    }
}
