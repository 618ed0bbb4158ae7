using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>
/// What a node computes, with every attribute typed and resolved (axes are not negative, pads are explicit, shapes static).
/// Compared by value. The meaning of an operator is that of the ONNX operator it is named after unless it says otherwise.
/// </summary>
public abstract record Operator
{
    /// <summary>Name for people.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The types of the results for operands of these types; null stands for an absent optional operand.</summary>
    /// <exception cref="ModelException">The operator does not accept such operands; says why.</exception>
    public abstract ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs);
}
