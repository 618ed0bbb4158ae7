using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>An element-wise function of two operands with multidirectional broadcasting.</summary>
/// <param name="Function">The function.</param>
public sealed record Binary(BinaryFunction Function) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function.ToString();

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 2);
        var a = TypeRules.Required(inputs, 0);
        var b = TypeRules.Required(inputs, 1);
        if (Function != BinaryFunction.Pow)
        {
            TypeRules.SameElement(a, b);
        }

        TypeRules.Check(a.Element != ElementType.Bool && b.Element != ElementType.Bool, "does not take Bool");
        return [new TensorType(a.Element, TypeRules.Broadcast(a, b))];
    }
}
