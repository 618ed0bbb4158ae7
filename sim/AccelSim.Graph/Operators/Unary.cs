using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>An element-wise function of one operand.</summary>
/// <param name="Function">The function.</param>
public sealed record Unary(UnaryFunction Function) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function.ToString();

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(Function == UnaryFunction.Not == (x.Element == ElementType.Bool), $"does not take {x.Element.ShortName()}");
        return [x];
    }
}
