using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// The rows or the columns of a CTA's tile. The last tile of a matrix that is no multiple of it is moved back so that it ends where the matrix does: it
/// computes some sums again, which it does not keep, and needs no checks while it reads. In a matrix smaller than a tile what lies beyond is not kept.
/// </summary>
/// <param name="Base">First row or column.</param>
/// <param name="First">First that is kept.</param>
/// <param name="Extent">Rows or columns of the matrix.</param>
/// <param name="Tile">Rows or columns of the tile.</param>
internal readonly record struct TilePlace(Val Base, Val First, int Extent, int Tile)
{
    /// <summary>The tile of an index.</summary>
    public static TilePlace Of(SimtKernelBuilder k, Val index, int extent, int tile)
    {
        var first = k.Mul(index, tile);
        return new(extent % tile == 0 || extent < tile ? first : k.Min(first, extent - tile), first, extent, tile);
    }

    /// <summary>What tells of places beyond a thread's own whether they are kept.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="own">The thread's own, counted from <see cref="Base"/>.</param>
    public Func<int, Pred, Pred> Kept(SimtKernelBuilder k, Val own)
    {
        if (Extent % Tile == 0)
        {
            return (_, other) => other;
        }

        if (Extent < Tile)
        {
            var extent = Extent;
            return (beyond, other) => k.LessAnd(own, extent - beyond, other);
        }

        var missing = k.InRegister(k.Sub(First, k.Add(Base, own)));
        return (beyond, other) => other.IsNever ? other : k.Test("setp.le.and.s32", missing, beyond, other);
    }
}
