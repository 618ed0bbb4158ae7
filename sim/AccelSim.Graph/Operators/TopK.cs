using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>The K largest or smallest elements along an axis, sorted, equal ones by lower index first. Operand: x. Results: values, indices (Int64).</summary>
/// <param name="K">How many.</param>
/// <param name="Axis">The axis, not negative.</param>
/// <param name="Largest">Largest rather than smallest.</param>
public sealed record TopK(long K, int Axis, bool Largest) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(x.Shape.Rank > 0, "does not take scalars");
        TypeRules.Axis(Axis, x.Shape.Rank);
        TypeRules.Check(K >= 0 && K <= x.Shape[Axis], $"K = {K} of {x.Shape[Axis]} elements");
        var shape = x.Shape.With(Axis, K);
        return [x with { Shape = shape }, new TensorType(ElementType.Int64, shape)];
    }
}
