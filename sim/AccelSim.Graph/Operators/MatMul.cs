using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>
/// Matrix product of the last two axes, the others broadcast (ONNX MatMul and Gemm in one).
/// Operands: a [..., M, K] (or its transpose), b [..., K, N] (or its transpose), optional addend that broadcasts to the result.
/// Result: activation(Alpha a b + Beta addend). A rank-1 a is one row, a rank-1 b one column, and that axis is absent from the result.
/// </summary>
public sealed record MatMul : Operator
{
    /// <summary>Whether a is stored [..., K, M].</summary>
    public bool TransposeA { get; init; }

    /// <summary>Whether b is stored [..., N, K].</summary>
    public bool TransposeB { get; init; }

    /// <summary>Factor of the product.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Factor of the addend.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Applied last.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 3);
        var a = TypeRules.Required(inputs, 0);
        var b = TypeRules.Required(inputs, 1);
        TypeRules.SameElement(a, b);
        TypeRules.Check(a.Element != ElementType.Bool, "does not take Bool");
        TypeRules.Check(a.Shape.Rank > 0 && b.Shape.Rank > 0, "does not take scalars");
        TypeRules.Check((!TransposeA || a.Shape.Rank > 1) && (!TransposeB || b.Shape.Rank > 1), "a vector cannot be transposed");
        var left = a.Shape.Rank == 1 ? new Shape(1, a.Shape[0]) : a.Shape;
        var right = b.Shape.Rank == 1 ? new Shape(b.Shape[0], 1) : b.Shape;
        var (m, k) = TransposeA ? (left[-1], left[-2]) : (left[-2], left[-1]);
        var (k2, n) = TransposeB ? (right[-1], right[-2]) : (right[-2], right[-1]);
        TypeRules.Check(k == k2, $"inner extents of {a.Shape} and {b.Shape} differ: {k} and {k2}");
        var batch = Shape.Broadcast(Shape.Of(left.Dims.SkipLast(2)), Shape.Of(right.Dims.SkipLast(2)))
            ?? throw new ModelException($"batch extents of {a.Shape} and {b.Shape} do not broadcast to each other");
        var dims = batch.Dims.ToList();
        if (a.Shape.Rank > 1)
        {
            dims.Add(m);
        }

        if (b.Shape.Rank > 1)
        {
            dims.Add(n);
        }

        var result = new TensorType(a.Element, Shape.Of(dims));
        if (TypeRules.Optional(inputs, 2) is { } addend)
        {
            TypeRules.SameElement(a, addend);
            TypeRules.BroadcastsTo(addend, result.Shape);
        }

        return [result];
    }
}
