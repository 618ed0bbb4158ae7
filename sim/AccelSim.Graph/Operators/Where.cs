using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Selects element by element. Operands: condition (Bool), value where true, value where false; all broadcast to each other.</summary>
public sealed record Where : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 3);
        var condition = TypeRules.Required(inputs, 0);
        var x = TypeRules.Required(inputs, 1);
        var y = TypeRules.Required(inputs, 2);
        TypeRules.Check(condition.Element == ElementType.Bool, "the condition is not Bool");
        TypeRules.SameElement(x, y);
        var branches = new TensorType(x.Element, TypeRules.Broadcast(x, y));
        return [branches with { Shape = TypeRules.Broadcast(condition, branches) }];
    }
}
