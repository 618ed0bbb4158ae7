using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Reduction of the middle of [outer, reduced, inner] by a pooling instruction over a column of <c>reduced</c> rows. A column that does not fit NRAM
/// is reduced slice by slice; sums of slices are kept in fp32. Parameters: x, y.
/// </summary>
internal static class ReduceKernel
{
    private const MluDataType Wide = MluDataType.F32;

    /// <summary>Writes the kernel.</summary>
    public static LayerKernel Write(string name, MluOpcode pool, long outer, long reduced, long inner, MluTarget target)
    {
        var e = target.ElementBytes;
        // as many columns as fit twice, and no more than spreads the work over the cores
        var fit = target.Nram / 2 / ((reduced + 1) * e) / 64 * 64;
        var share = (((outer * inner) + target.Cores - 1) / target.Cores + 63) / 64 * 64;
        var columns = Math.Min(inner, Math.Max(64, Math.Min(fit, share)));
        var accumulates = fit < Math.Min(inner, 64);
        // columns that are cut: two slices as loaded, one in fp32, and a few rows of results
        var rows = accumulates ? (target.Nram - (6 * TileMath.Align(columns * 4))) / (columns * ((2 * e) + 4)) : reduced;
        long inBytes = TileMath.Align(rows * columns * e), outBytes = TileMath.Align(columns * e), outBase = 2 * inBytes;
        var k = new KernelWriter();
        Val x = k.Parameter("x"), y = k.Parameter("y");
        var grid = TileGrid.Reducing(new TileAxis(reduced, rows), k, target, new TileAxis(outer, 1), new TileAxis(inner, columns));
        grid.Pipeline(step =>
        {
            var (group, column) = grid.At(step);
            var slice = grid.Slice(step);
            var first = k.Add(k.Mul(k.Add(k.Mul(group.First, reduced), slice.First), inner), column.First);
            k.Copy2D(MluSpace.Gdram, MluSpace.Nram, grid.Input(step, 0, inBytes), k.Add(x, k.Mul(first, e)), k.Mul(column.Count, e), k.Mul(column.Count, e), inner * e, slice.Count);
        }, step =>
        {
            var count = grid.At(step)[1].Count;
            Val source = grid.Input(step, 0, inBytes), result = grid.Output(step, outBase, outBytes);
            if (accumulates)
            {
                Accumulate(step, source, result, count);
            }
            else
            {
                k.Vector(pool, target.Type, result, source, count, reduced, 1, reduced, 1, 1, 1);
            }
        }, step =>
        {
            var (group, column) = grid.At(step);
            k.Copy(MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Mul(k.Add(k.Mul(group.First, inner), column.First), e)), grid.Output(step, outBase, outBytes), k.Mul(column.Count, e));
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), grid.Tasks, accumulates ? $"reduce(inner={columns},rows={rows})" : $"reduce(inner={columns})");

        void Accumulate(Val step, Val source, Val result, Val count)
        {
            long sum = outBase + (2 * outBytes), partial = sum + TileMath.Align(columns * 4), wide = partial + TileMath.Align(columns * 4);
            var height = grid.Slice(step).Count;
            var (slice, join) = pool switch
            {
                MluOpcode.MaxPool => (MluOpcode.MaxPool, MluOpcode.VMax),
                MluOpcode.MinPool => (MluOpcode.MinPool, MluOpcode.VMin),
                _ => (MluOpcode.SumPool, MluOpcode.VAdd),
            };
            VectorCode.Convert(k, Wide, target.Type, wide, source, k.Mul(height, count));
            grid.OnFirstSlice(step, () => k.Vector(slice, Wide, sum, wide, count, height, 1, height, 1, 1, 1));
            grid.OnLaterSlices(step, () =>
            {
                k.Vector(slice, Wide, partial, wide, count, height, 1, height, 1, 1, 1);
                k.Vector(join, Wide, sum, sum, partial, count);
            });
            grid.OnLastSlice(step, () =>
            {
                if (pool == MluOpcode.AvgPool)
                {
                    k.Vector(MluOpcode.VMulScalar, Wide, sum, sum, FloatPattern.Of(Wide, 1.0 / reduced), count);
                }

                VectorCode.Convert(k, target.Type, Wide, result, sum, count);
            });
        }
    }
}
