using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>A pooling window over channels-last images.</summary>
/// <param name="Opcode">maxpool, avgpool, ...</param>
/// <param name="N">Images.</param>
/// <param name="H">Input rows.</param>
/// <param name="W">Input columns.</param>
/// <param name="C">Channels.</param>
/// <param name="Kh">Window rows.</param>
/// <param name="Kw">Window columns.</param>
/// <param name="Sy">Row stride.</param>
/// <param name="Sx">Column stride.</param>
/// <param name="Top">Rows of padding above.</param>
/// <param name="Left">Columns of padding on the left.</param>
/// <param name="Ho">Output rows.</param>
/// <param name="Wo">Output columns.</param>
/// <param name="Border">Value of the padding.</param>
public sealed record PoolProblem(
    MluOpcode Opcode, long N, long H, long W, long C, long Kh, long Kw, long Sy, long Sx, long Top, long Left, long Ho, long Wo, double Border);

/// <summary>Pooling, channels last: tiles of rows, columns and channels run through the pipeline. Parameters: x, y.</summary>
internal static class PoolKernel
{
    /// <summary>Writes the kernel, or returns null when not even one window of one channel fits NRAM.</summary>
    public static LayerKernel? Write(string name, PoolProblem p, MluTarget target)
    {
        var e = target.ElementBytes;
        var whole = new WindowTile(p.Ho, p.Wo, p.C);
        if (WindowTiling.Choose(target, p.N, whole, tile => Cost(p, tile, target)) is not { } tile)
        {
            return null;
        }

        long inBytes = InBytes(p, tile, e), outBytes = OutBytes(tile, e), outBase = 2 * inBytes;
        var k = new KernelWriter();
        Val x = k.Parameter("x"), y = k.Parameter("y");
        var border = FloatPattern.Of(target.Type, p.Border);
        var input = new WindowInput(k, target.Type, x, p.H, p.W, p.C, border);
        var grid = new TileGrid(k, target, new TileAxis(p.N, 1), new TileAxis(p.Ho, tile.Rows), new TileAxis(p.Wo, tile.Columns), new TileAxis(p.C, tile.Channels));
        bool padsRows = p.Top > 0 || Reach(p.Ho, p.Sy, p.Kh) > p.H + p.Top, padsColumns = p.Left > 0 || Reach(p.Wo, p.Sx, p.Kw) > p.W + p.Left;
        var wholeLines = tile.Columns == p.Wo && tile.Channels == p.C;
        if (wholeLines && padsColumns)
        {
            k.Fill(target.Type, 0, border, 2 * inBytes / e);
            k.Sync();
        }

        Val Seen(Val count, long stride, long kernel) => k.Add(k.Mul(k.Sub(count, 1), stride), kernel);
        grid.Pipeline(step =>
        {
            var (image, row, column, channel) = grid.At(step);
            var rows = input.Rows(k.Sub(k.Mul(row.First, p.Sy), p.Top), Seen(row.Count, p.Sy, p.Kh), 1, padsRows);
            var columns = input.Columns(k.Sub(k.Mul(column.First, p.Sx), p.Left), Seen(column.Count, p.Sx, p.Kw), 1, padsColumns);
            input.Load(grid.Input(step, 0, inBytes), image.First, rows, columns, channel, wholeLines);
        }, step =>
        {
            var (_, row, column, channel) = grid.At(step);
            k.Vector(
                p.Opcode, target.Type, grid.Output(step, outBase, outBytes), grid.Input(step, 0, inBytes), channel.Count, Seen(row.Count, p.Sy, p.Kh),
                Seen(column.Count, p.Sx, p.Kw), p.Kh, p.Kw, p.Sx, p.Sy);
        }, step => WindowOutput.Store(k, grid.At(step), grid.Output(step, outBase, outBytes), y, whole, e));
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), grid.Tasks, $"pool({tile})");
    }

    private static WindowTileCost Cost(PoolProblem p, WindowTile tile, MluTarget target)
    {
        long inBytes = InBytes(p, tile, target.ElementBytes), outBytes = OutBytes(tile, target.ElementBytes), rows = Reach(tile.Rows, p.Sy, p.Kh);
        var cut = tile.Channels < p.C;
        var segments = rows * (cut ? Reach(tile.Columns, p.Sx, p.Kw) : 1) + (cut ? tile.Rows * tile.Columns : tile.Columns < p.Wo ? tile.Rows : 0);
        return new WindowTileCost(2 * (inBytes + outBytes), inBytes + outBytes, segments, target.VectorCycles(outBytes * p.Kh * p.Kw));
    }

    private static long Reach(long count, long stride, long kernel) => ((count - 1) * stride) + kernel;

    private static long InBytes(PoolProblem p, WindowTile tile, long e) => TileMath.Align(Reach(tile.Rows, p.Sy, p.Kh) * Reach(tile.Columns, p.Sx, p.Kw) * tile.Channels * e);

    private static long OutBytes(WindowTile tile, long e) => TileMath.Align(tile.Rows * tile.Columns * tile.Channels * e);
}
