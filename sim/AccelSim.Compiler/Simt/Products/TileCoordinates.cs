using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Which tile of the result a CTA computes, and which part of it each warp.</summary>
internal sealed class TileCoordinates
{
    public TileCoordinates(SimtKernelBuilder k, int m, int n, GemmSchedule schedule, int warpWidth, int batch)
    {
        var (tilesM, tilesN) = (Tiles(m, schedule.TileM), Tiles(n, schedule.TileN));
        var (tileM, tileN) = Index(k, tilesM, tilesN, Math.Min(schedule.Swizzle, tilesM));
        Rows = TilePlace.Of(k, tileM, m, schedule.TileM);
        Columns = TilePlace.Of(k, tileN, n, schedule.TileN);
        Split = schedule.SplitK == 1 ? 0 : k.Special(SimtSpecialRegister.CtaidY);
        Matrix = batch == 1 ? 0 : k.Special(SimtSpecialRegister.CtaidZ);
        Thread = k.Special(SimtSpecialRegister.TidX);
        Warp = schedule.AllWarps == 1 ? 0 : k.Div(Thread, warpWidth);
        var (part, inGroup) = schedule.WarpGroups ? k.DivRem(Warp, GemmSchedule.WarpsOfGroup) : (Warp, 0);
        var (warpN, warpM) = k.DivRem(part, schedule.TileM / schedule.WarpM);
        (PartRow, WarpColumn) = (k.Mul(warpM, schedule.WarpM), k.Mul(warpN, schedule.WarpN));
        WarpRow = k.Add(PartRow, k.Mul(inGroup, WarpGroupSums.Rows));
    }

    /// <summary>Rows of the tile.</summary>
    public TilePlace Rows { get; }

    /// <summary>Columns of the tile.</summary>
    public TilePlace Columns { get; }

    /// <summary>Which part along k.</summary>
    public Val Split { get; }

    /// <summary>Which matrix of the batch.</summary>
    public Val Matrix { get; }

    /// <summary>Number of the thread in the CTA.</summary>
    public Val Thread { get; }

    /// <summary>Number of the warp in the CTA.</summary>
    public Val Warp { get; }

    /// <summary>First row of the warp's part, or of its group's, counted from the tile's.</summary>
    public Val PartRow { get; }

    /// <summary>First row that the warp has sums of, counted from the tile's.</summary>
    public Val WarpRow { get; }

    /// <summary>First column of the warp's part, counted from the tile's.</summary>
    public Val WarpColumn { get; }

    /// <summary>Tiles along an extent.</summary>
    public static int Tiles(int extent, int tile) => (extent + tile - 1) / tile;

    /// <summary>Bands of <paramref name="band"/> rows of tiles, one after the other, in each of them column after column.</summary>
    private static (Val M, Val N) Index(SimtKernelBuilder k, int tilesM, int tilesN, int band)
    {
        if (tilesM * tilesN == 1)
        {
            return (0, 0);
        }

        Val number = k.Special(SimtSpecialRegister.CtaidX);
        if (band == 1 || tilesN == 1)
        {
            var (row, column) = k.DivRem(number, tilesN);
            return (row, column);
        }

        var (which, inside) = k.DivRem(number, band * tilesN);
        var (whole, rest) = (tilesM / band, tilesM % band);
        var (n, m) = k.DivRem(inside, band);
        if (rest > 0)
        {
            var (lastN, lastM) = k.DivRem(inside, rest);
            var isLast = k.Equal(which, whole);
            (n, m) = (k.Select(isLast, lastN, n), k.Select(isLast, lastM, m));
        }

        return (k.Mad(which, band, m), n);
    }
}
