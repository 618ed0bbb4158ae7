using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Permutes the axes; the result is stored contiguously. Operand: x.</summary>
/// <param name="Permutation">Axis i of the result is axis Permutation[i] of the operand.</param>
public sealed record Transpose(Ints Permutation) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(Permutation.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Rank).Select(axis => (long)axis)), $"{Permutation} does not permute the axes of {x.Shape}");
        return [x with { Shape = Shape.Of(Permutation.Select(axis => x.Shape[(int)axis])) }];
    }
}
