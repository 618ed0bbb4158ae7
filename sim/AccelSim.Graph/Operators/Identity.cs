using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Gives its operand unchanged (ONNX Identity, and Dropout outside training).</summary>
public sealed record Identity : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        return [TypeRules.Required(inputs, 0)];
    }
}
