namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>The batch axes of a product joined to an outer and an inner one.</summary>
/// <param name="Outer">Outer extent.</param>
/// <param name="Inner">Inner extent.</param>
/// <param name="OuterStrides">Strides of the operands along the outer axis.</param>
/// <param name="InnerStrides">Strides along the inner axis.</param>
internal sealed record BatchAxes(int Outer, int Inner, long[] OuterStrides, long[] InnerStrides)
{
    /// <summary>Joins axes; null where more than two are left.</summary>
    /// <param name="extents">Extents from the outermost.</param>
    /// <param name="strides">Strides of each operand along them.</param>
    public static BatchAxes? Of(IReadOnlyList<long> extents, params long[][] strides)
    {
        var merged = new List<(long Extent, long[] Strides)>();
        for (var axis = 0; axis < extents.Count; axis++)
        {
            if (extents[axis] == 1)
            {
                continue;
            }

            long[] here = [.. strides.Select(operand => operand[axis])];
            if (merged.Count > 0 && merged[^1].Strides.Zip(here).All(pair => pair.First == pair.Second * extents[axis]))
            {
                merged[^1] = (merged[^1].Extent * extents[axis], here);
            }
            else
            {
                merged.Add((extents[axis], here));
            }
        }

        long[] none = [.. strides.Select(_ => 0L)];
        return merged switch
        {
            [] => new BatchAxes(1, 1, none, none),
            [var only] => new BatchAxes(1, checked((int)only.Extent), none, only.Strides),
            [var outer, var inner] => new BatchAxes(checked((int)outer.Extent), checked((int)inner.Extent), outer.Strides, inner.Strides),
            _ => null,
        };
    }
}
