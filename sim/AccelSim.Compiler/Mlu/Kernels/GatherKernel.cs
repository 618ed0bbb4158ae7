using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Looks up rows of a table by 64-bit indices, as in embeddings: indices become byte offsets on the vector unit, then the copy engine gathers.
/// Rows that do not fit NRAM are gathered in pieces. Negative indices count from the end. Parameters: table, indices, y.
/// </summary>
internal static class GatherKernel
{
    /// <summary>Writes the kernel, or returns null for a table beyond the 31-bit offsets that the vector unit computes.</summary>
    public static LayerKernel? Write(string name, long rowsInTable, long rowBytes, long count, MluTarget target)
    {
        if (rowsInTable * rowBytes > int.MaxValue)
        {
            return null;
        }

        // half of NRAM for one of two data buffers would leave nothing for the indices
        var budget = target.Nram * 7 / 16;
        var piece = Math.Min(rowBytes, budget / 128 * 128);
        var rows = Math.Clamp(budget / (piece + 64), 1, Math.Max(1, (count + target.Cores - 1) / target.Cores));
        long data = TileMath.Align(rows * piece), ids = TileMath.Align(rows * 8), narrow = TileMath.Align(rows * 4);
        long idsAt = 2 * data, narrowAt = idsAt + ids, offsetsAt = narrowAt + (2 * narrow);
        var k = new KernelWriter();
        Val table = k.Parameter("table"), indices = k.Parameter("indices"), y = k.Parameter("y");
        var grid = new TileGrid(k, target, new TileAxis(rowBytes, piece), new TileAxis(count, rows));
        grid.Pipeline(step =>
        {
            var (part, row) = grid.At(step);
            var n = row.Count;
            k.Copy(MluSpace.Gdram, MluSpace.Nram, idsAt, k.Add(indices, k.Mul(row.First, 8)), k.Mul(n, 8));
            k.Sync(MluSyncMask.Io);
            k.Convert(MluDataType.I32, MluDataType.I64, narrowAt, idsAt, n);
            // i + rows * (i < 0)
            k.Vector(MluOpcode.VLessScalar, MluDataType.I32, narrowAt + narrow, narrowAt, 0, n);
            k.Vector(MluOpcode.VMulScalar, MluDataType.I32, narrowAt + narrow, narrowAt + narrow, rowsInTable, n);
            k.Vector(MluOpcode.VAdd, MluDataType.I32, narrowAt, narrowAt, narrowAt + narrow, n);
            k.Vector(MluOpcode.VMulScalar, MluDataType.I32, narrowAt, narrowAt, rowBytes, n);
            k.Convert(MluDataType.I64, MluDataType.I32, offsetsAt, narrowAt, n);
            k.Sync(MluSyncMask.Compute);
            k.Gather(grid.Input(step, 0, data), k.Add(table, part.First), offsetsAt, part.Count, n);
        }, step =>
        {
            var (part, row) = grid.At(step);
            k.Copy2D(
                MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Add(k.Mul(row.First, rowBytes), part.First)), grid.Input(step, 0, data), part.Count, rowBytes, part.Count, row.Count);
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), grid.Tasks, piece < rowBytes ? $"gather(rows={rows},bytes={piece})" : $"gather(rows={rows})");
    }
}
