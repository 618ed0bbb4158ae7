using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Keeps the upper or lower triangle of the last two axes, zero elsewhere. Operand: x.</summary>
/// <param name="Upper">Upper rather than lower.</param>
/// <param name="Diagonal">Offset of the limiting diagonal, positive to the right.</param>
public sealed record Trilu(bool Upper, long Diagonal) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(x.Shape.Rank >= 2, $"operand {x.Shape} is not a matrix");
        return [x];
    }
}
