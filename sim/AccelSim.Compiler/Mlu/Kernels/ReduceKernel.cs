using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Reduction of the middle of [outer, reduced, inner] by a pooling instruction over a column of <c>reduced</c> rows. Parameters: x, y.
/// </summary>
internal static class ReduceKernel
{
    public static LayerKernel Write(string name, MluOpcode pool, long outer, long reduced, long inner, MluTarget target)
    {
        var e = target.ElementBytes;
        // channels per tile: as many as fit twice, and no more than spreads the work over the cores
        var fit = target.Nram / 2 / ((reduced + 1) * e) / 64 * 64;
        if (fit < Math.Min(inner, 64))
        {
            throw new CompileException($"a reduction of {reduced} rows of 64 elements does not fit NRAM", null);
        }

        var share = (((outer * inner) + target.Cores - 1) / target.Cores + 63) / 64 * 64;
        var tile = Math.Min(inner, Math.Max(64, Math.Min(fit, share)));
        var perOuter = (inner + tile - 1) / tile;
        var tiles = outer * perOuter;
        var tasks = Math.Min(target.Cores, tiles);
        long inBytes = TileMath.Align(reduced * tile * e), outBytes = TileMath.Align(tile * e), outBase = 2 * inBytes;
        var k = new KernelWriter();
        Val x = k.Parameter("x"), y = k.Parameter("y"), task = k.Special(MluSpecialRegister.TaskId);
        var mine = SoftwarePipeline.Share(k, tiles, task, tasks);
        (Val Outer, Val First, Val Count) At(Val step)
        {
            var index = k.Add(task, k.Mul(step, tasks));
            var first = k.Mul(k.Rem(index, perOuter), tile);
            return (k.Div(index, perOuter), first, inner % tile == 0 ? tile : k.Min(tile, k.Sub(inner, first)));
        }

        SoftwarePipeline.Emit(k, mine, step =>
        {
            var at = At(step);
            k.Copy2D(MluSpace.Gdram, MluSpace.Nram, SoftwarePipeline.Half(k, 0, inBytes, step), k.Add(x, k.Mul(k.Add(k.Mul(at.Outer, reduced * inner), at.First), e)),
                k.Mul(at.Count, e), k.Mul(at.Count, e), inner * e, reduced);
        }, step =>
        {
            var at = At(step);
            k.Vector(pool, target.Type, SoftwarePipeline.Half(k, outBase, outBytes, step), SoftwarePipeline.Half(k, 0, inBytes, step), at.Count, reduced, 1, reduced, 1, 1, 1);
        }, step =>
        {
            var at = At(step);
            k.Copy(MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Mul(k.Add(k.Mul(at.Outer, inner), at.First), e)), SoftwarePipeline.Half(k, outBase, outBytes, step), k.Mul(at.Count, e));
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), (int)tasks, $"reduce(inner={tile})");
    }
}
