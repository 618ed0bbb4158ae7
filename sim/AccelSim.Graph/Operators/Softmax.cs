using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Softmax along one axis, or its logarithm. Operand: x. The flattening softmax of opsets before 13 is imported with reshapes around this one.</summary>
/// <param name="Axis">The axis, not negative.</param>
public sealed record Softmax(int Axis) : Operator
{
    /// <summary>Whether the result is the logarithm of the softmax.</summary>
    public bool Logarithm { get; init; }

    /// <inheritdoc/>
    public override string Name => Logarithm ? "LogSoftmax" : "Softmax";

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Axis(Axis, x.Shape.Rank);
        return [x];
    }
}
