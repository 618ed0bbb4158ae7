using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>An activation as a node of its own. Operand: x.</summary>
/// <param name="Function">The function.</param>
public sealed record Activate(Activation Function) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function.Kind.ToString();

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        return [TypeRules.Required(inputs, 0)];
    }
}
