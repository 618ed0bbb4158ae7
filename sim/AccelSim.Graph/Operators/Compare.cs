using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>A comparison or logical connective of two operands with multidirectional broadcasting; the result is Bool.</summary>
/// <param name="Function">The function.</param>
public sealed record Compare(ComparisonFunction Function) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function.ToString();

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 2);
        var a = TypeRules.Required(inputs, 0);
        var b = TypeRules.Required(inputs, 1);
        TypeRules.SameElement(a, b);
        TypeRules.Check(Function < ComparisonFunction.And || a.Element == ElementType.Bool, $"does not take {a.Element.ShortName()}");
        return [new TensorType(ElementType.Bool, TypeRules.Broadcast(a, b))];
    }
}
