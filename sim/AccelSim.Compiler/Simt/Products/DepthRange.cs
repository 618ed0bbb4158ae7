using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// The part of the sum over k that a CTA computes, as tiles of equal depth. Where k is no multiple of the depth, the first tile of all is the one that is
/// shorter, so that the others need no checks.
/// </summary>
internal sealed class DepthRange
{
    public DepthRange(SimtKernelBuilder k, int extent, int depth, int splits, Val split)
    {
        var total = TileCoordinates.Tiles(extent, depth);
        var shorter = extent - ((total - 1) * depth);
        if (splits == 1)
        {
            (Start, First, Tiles) = (0, shorter, total);
            return;
        }

        // the first parts have one tile more where the tiles do not divide evenly
        var (each, more) = (total / splits, total % splits);
        var firstTile = k.Add(k.Mul(split, each), more == 0 ? 0 : k.Min(split, more));
        Tiles = more == 0 ? each : k.Add(k.Select(k.Less(split, more), 1, 0), each);
        var isFirst = k.Equal(split, 0);
        Start = shorter == depth ? k.Mul(firstTile, depth) : k.Select(isFirst, 0, k.Mad(firstTile, depth, shorter - depth));
        First = shorter == depth ? depth : k.Select(isFirst, shorter, depth);
    }

    /// <summary>First element along k.</summary>
    public Val Start { get; }

    /// <summary>Elements of the first tile.</summary>
    public Val First { get; }

    /// <summary>Tiles.</summary>
    public Val Tiles { get; }
}
