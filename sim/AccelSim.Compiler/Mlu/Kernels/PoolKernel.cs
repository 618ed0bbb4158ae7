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

/// <summary>Pooling, channels last: rows are dealt to all cores, tiles of rows run through the pipeline. Parameters: x, y.</summary>
internal static class PoolKernel
{
    public static LayerKernel Write(string name, PoolProblem p, MluTarget target)
    {
        var e = target.ElementBytes;
        var pitch = (((p.Wo - 1) * p.Sx) + p.Kw) * p.C;
        var right = ((p.Wo - 1) * p.Sx) + p.Kw - p.W - p.Left;
        var columns = right < 0 ? p.W + right : p.W;
        long rows = Math.Max(1, (p.N * p.Ho) / target.Cores);
        rows = Math.Min(rows, p.Ho);
        long InBytes(long r) => TileMath.Align(((((r - 1) * p.Sy) + p.Kh) * pitch) * e);
        long OutBytes(long r) => TileMath.Align(r * p.Wo * p.C * e);
        while (rows > 1 && 2 * (InBytes(rows) + OutBytes(rows)) > target.Nram)
        {
            rows--;
        }

        if (2 * (InBytes(rows) + OutBytes(rows)) > target.Nram)
        {
            throw new CompileException($"one row of a {p.Kh}x{p.Kw} pooling window over {p.W} columns of {p.C} channels does not fit NRAM", null);
        }

        long inBytes = InBytes(rows), outBytes = OutBytes(rows), outBase = 2 * inBytes;
        var perImage = (p.Ho + rows - 1) / rows;
        var k = new KernelWriter();
        Val x = k.Parameter("x"), y = k.Parameter("y"), task = k.Special(MluSpecialRegister.TaskId);
        var tasks = Math.Min(target.Cores, perImage * p.N);
        var mine = SoftwarePipeline.Share(k, perImage * p.N, task, tasks);
        var padded = p.Top > 0 || p.Left > 0 || right > 0 || ((p.Ho - 1) * p.Sy) + p.Kh - p.Top > p.H;
        if (padded)
        {
            k.Fill(target.Type, 0, FloatPattern.Of(target.Type, p.Border), 2 * inBytes / e);
            k.Sync();
        }

        (Val Image, Val Row, Val Rows) At(Val tile)
        {
            var index = k.Add(task, k.Mul(tile, tasks));
            var row = k.Mul(k.Rem(index, perImage), rows);
            return (k.Div(index, perImage), row, p.Ho % rows == 0 ? rows : k.Min(rows, k.Sub(p.Ho, row)));
        }

        SoftwarePipeline.Emit(k, mine, tile =>
        {
            var at = At(tile);
            var buffer = SoftwarePipeline.Half(k, 0, inBytes, tile);
            var start = k.Sub(k.Mul(at.Row, p.Sy), p.Top);
            var count = k.Add(k.Mul(k.Sub(at.Rows, 1), p.Sy), p.Kh);
            Val above = p.Top == 0 ? 0 : k.Max(k.Sub(0, start), 0);
            var below = padded ? k.Max(k.Sub(k.Add(start, count), p.H), 0) : 0;
            if (padded)
            {
                k.Fill(target.Type, buffer, FloatPattern.Of(target.Type, p.Border), k.Mul(above, pitch));
                k.Fill(target.Type, k.Add(buffer, k.Mul(k.Sub(count, below), pitch * e)), FloatPattern.Of(target.Type, p.Border), k.Mul(below, pitch));
            }

            k.Copy2D(
                MluSpace.Gdram, MluSpace.Nram, k.Add(k.Add(buffer, k.Mul(above, pitch * e)), p.Left * p.C * e),
                k.Add(x, k.Mul(k.Add(k.Add(k.Mul(at.Image, p.H), start), above), p.W * p.C * e)),
                columns * p.C * e, pitch * e, p.W * p.C * e, k.Sub(k.Sub(count, above), below));
        }, tile =>
        {
            var at = At(tile);
            var h = k.Add(k.Mul(k.Sub(at.Rows, 1), p.Sy), p.Kh);
            k.Vector(p.Opcode, target.Type, SoftwarePipeline.Half(k, outBase, outBytes, tile), SoftwarePipeline.Half(k, 0, inBytes, tile), p.C, h, pitch / p.C, p.Kh, p.Kw, p.Sx, p.Sy);
        }, tile =>
        {
            var at = At(tile);
            k.Copy(MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Mul(k.Add(k.Mul(at.Image, p.Ho), at.Row), p.Wo * p.C * e)), SoftwarePipeline.Half(k, outBase, outBytes, tile),
                k.Mul(at.Rows, p.Wo * p.C * e));
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), (int)tasks, $"pool(rows={rows})");
    }
}
