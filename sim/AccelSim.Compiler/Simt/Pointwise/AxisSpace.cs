using System.Collections.Immutable;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>
/// The elements of a result and where each operand has them: axes from the outermost to the innermost of the result in memory, unit axes dropped,
/// neighbours joined where they lie on end in every operand.
/// </summary>
internal sealed class AxisSpace
{
    private AxisSpace(ImmutableArray<long> extents, ImmutableArray<StridedOperand> operands) => (Extents, Operands) = (extents, operands);

    /// <summary>Elements along each axis; at least one axis.</summary>
    public ImmutableArray<long> Extents { get; }

    /// <summary>Operands, with a stride for each of those axes; the first is the result.</summary>
    public ImmutableArray<StridedOperand> Operands { get; }

    /// <summary>Elements of the result.</summary>
    public long Count => Extents.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Joins axes.</summary>
    /// <param name="extents">Extents of the result.</param>
    /// <param name="operands">Operands with a stride per axis; the first is the result.</param>
    public static AxisSpace Of(IReadOnlyList<long> extents, params ReadOnlySpan<StridedOperand> operands)
    {
        var all = operands.ToArray();
        var axes = Enumerable.Range(0, extents.Count).Where(axis => extents[axis] != 1).OrderByDescending(axis => all[0].Strides[axis]).ToList();
        var merged = new List<(long Extent, long[] Strides)>();
        foreach (var axis in axes)
        {
            long[] strides = [.. all.Select(operand => operand.Strides[axis])];
            if (merged.Count > 0 && merged[^1].Strides.Zip(strides).All(pair => pair.First == pair.Second * extents[axis]))
            {
                merged[^1] = (merged[^1].Extent * extents[axis], strides);
            }
            else
            {
                merged.Add((extents[axis], strides));
            }
        }

        if (merged.Count == 0)
        {
            merged.Add((1, [.. all.Select(_ => 1L)]));
        }

        return new AxisSpace(
            [.. merged.Select(axis => axis.Extent)],
            [.. all.Select((operand, number) => operand with { Strides = [.. merged.Select(axis => axis.Strides[number])] })]);
    }

    /// <summary>
    /// Neighbours along the innermost axis that a thread takes at once: a power of two, at most as many as 16 bytes of the narrowest type hold, such that all
    /// accesses of operands without gaps are aligned. 1 where the result has gaps.
    /// </summary>
    public int VectorWidth()
    {
        if (Operands[0].Strides[^1] != 1)
        {
            return 1;
        }

        var width = Operands.Max(operand => Kernels.ElementCode.PerAccess(operand.Type));
        while (width > 1 && !(Extents[^1] % width == 0 && Operands.All(operand => Fits(operand, width))))
        {
            width /= 2;
        }

        return width;
    }

    private static bool Fits(StridedOperand operand, int width)
    {
        // accesses of more than 16 bytes are split into ones of 16
        var aligned = Math.Min(width, Kernels.ElementCode.PerAccess(operand.Type));
        return operand.Strides[^1] != 1 || (operand.Offset % aligned == 0 && operand.Strides.SkipLast(1).All(stride => stride % aligned == 0));
    }
}
