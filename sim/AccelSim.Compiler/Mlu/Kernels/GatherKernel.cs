using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Looks up rows of a table by 64-bit indices, as in embeddings: indices become byte offsets on the vector unit, then the copy engine gathers.
/// Negative indices count from the end. Parameters: table, indices, y.
/// </summary>
internal static class GatherKernel
{
    public static LayerKernel Write(string name, long rowsInTable, long rowBytes, long count, MluTarget target)
    {
        if (rowsInTable * rowBytes > int.MaxValue)
        {
            throw new CompileException($"a table of {rowsInTable * rowBytes} bytes is beyond the 31-bit offsets that gathers compute", null);
        }

        var share = Math.Max(1, (count + target.Cores - 1) / target.Cores);
        var rows = Math.Clamp(target.Nram / 2 / (rowBytes + 64), 1, share);
        if (rowBytes + 64 > target.Nram / 2)
        {
            throw new CompileException($"table rows of {rowBytes} bytes do not fit NRAM", null);
        }

        long data = TileMath.Align(rows * rowBytes), ids = TileMath.Align(rows * 8), narrow = TileMath.Align(rows * 4);
        long idsAt = 2 * data, narrowAt = idsAt + ids, offsetsAt = narrowAt + (2 * narrow);
        var tiles = (count + rows - 1) / rows;
        var tasks = (int)Math.Min(target.Cores, tiles);
        var k = new KernelWriter();
        Val table = k.Parameter("table"), indices = k.Parameter("indices"), y = k.Parameter("y"), task = k.Special(MluSpecialRegister.TaskId);
        var mine = SoftwarePipeline.Share(k, tiles, task, tasks);
        k.For(0, k.Add(mine, 1), 1, step =>
        {
            k.IfLess(step, mine, () =>
            {
                var (first, n) = At(step);
                k.Copy(MluSpace.Gdram, MluSpace.Nram, idsAt, k.Add(indices, k.Mul(first, 8)), k.Mul(n, 8));
                k.Sync(MluSyncMask.Io);
                k.Convert(MluDataType.I32, MluDataType.I64, narrowAt, idsAt, n);
                // i + rows * (i < 0)
                k.Vector(MluOpcode.VLessScalar, MluDataType.I32, narrowAt + narrow, narrowAt, 0, n);
                k.Vector(MluOpcode.VMulScalar, MluDataType.I32, narrowAt + narrow, narrowAt + narrow, rowsInTable, n);
                k.Vector(MluOpcode.VAdd, MluDataType.I32, narrowAt, narrowAt, narrowAt + narrow, n);
                k.Vector(MluOpcode.VMulScalar, MluDataType.I32, narrowAt, narrowAt, rowBytes, n);
                k.Convert(MluDataType.I64, MluDataType.I32, offsetsAt, narrowAt, n);
                k.Sync(MluSyncMask.Compute);
                k.Gather(SoftwarePipeline.Half(k, 0, data, step), table, offsetsAt, rowBytes, n);
            });
            k.IfLess(0, step, () =>
            {
                var stored = k.Sub(step, 1);
                var (first, n) = At(stored);
                k.Copy(MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Mul(first, rowBytes)), SoftwarePipeline.Half(k, 0, data, stored), k.Mul(n, rowBytes));
            });
            k.Sync();
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), tasks, $"gather(rows={rows})");

        (Val First, Val Count) At(Val step)
        {
            var first = k.Mul(k.Add(task, k.Mul(step, tasks)), rows);
            return (first, count % rows == 0 ? rows : k.Min(rows, k.Sub(count, first)));
        }
    }
}
