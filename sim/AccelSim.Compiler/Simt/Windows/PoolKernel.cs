using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Windows;

/// <summary>
/// Pooling: a thread computes an output pixel in neighbouring channels. Largest elements are found in the storage type, two at once where it is narrow;
/// averages in fp32. Windows that overlap find their elements in the L1.
/// </summary>
internal static class PoolKernel
{
    /// <summary>Taps that are written out; larger windows are loops over rows, and columns.</summary>
    private const int MostTaps = 64;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, PoolProblem p, SimtTarget target)
    {
        var k = new SimtKernelBuilder(name);
        var (vector, _) = WindowThreads.Choose(p.Shape, p.Channels, ElementCode.PerAccess(target.Type, p.Channels), target);
        var threads = new WindowThreads(k, p.Shape, p.Channels, vector, 1, target);
        if (p.Kind == PoolKind.Max)
        {
            Largest(k, p, vector, threads, target);
        }
        else
        {
            Average(k, p, vector, threads, target);
        }

        return threads.Finish(target, "pool");
    }

    private static void Largest(SimtKernelBuilder k, PoolProblem p, int vector, WindowThreads threads, SimtTarget target)
    {
        var (mnemonic, lowest) = target.Type switch
        {
            ElementType.Float16 => ("max.f16x2", unchecked((int)0xfc00fc00)),
            ElementType.BFloat16 => ("max.bf16x2", unchecked((int)0xff80ff80)),
            _ => ("max.f32", BitConverter.SingleToInt32Bits(float.NegativeInfinity)),
        };
        var bytes = vector * target.ElementBytes;
        var result = k.NewReg(Math.Max(1, bytes / 4));
        k.Fill(result, lowest);

        ForEachRow(k, p, vector, threads, target, lowest, row =>
        {
            for (var i = 0; i < result.Count; i++)
            {
                k.Emit(mnemonic, result[i], result[i], Rows.Tree.Of([.. row.Select(tap => tap[i])], (a, b) => k.Do(mnemonic, a, b)));
            }
        });
        k.Emit("st.global" + AccessWidth.Of(bytes), Arg.At(threads.Output("y", p.Channels, target.ElementBytes)), result);
    }

    private static void Average(SimtKernelBuilder k, PoolProblem p, int vector, WindowThreads threads, SimtTarget target)
    {
        var sums = Enumerable.Range(0, vector).Select(_ => k.Variable(0)).ToArray();
        ForEachRow(k, p, vector, threads, target, 0, row =>
        {
            Reg[][] wide = [.. row.Select(tap => ElementCode.Widen(k, tap, vector, target.Type))];
            for (var i = 0; i < vector; i++)
            {
                k.Emit("add.f32", sums[i], sums[i], Rows.Tree.Sum(k, [.. wide.Select(values => values[i])]));
            }
        });

        var s = p.Shape;
        var (rows, columns) = p.CountsPadding
            ? (Count(k, threads.Top, s.Ho, s.Kh, s.Sy, s.Dy, s.Top, -s.Top, s.H + s.Bottom), Count(k, threads.Left, s.Wo, s.Kw, s.Sx, s.Dx, s.Left, -s.Left, s.W + s.Right))
            : (Count(k, threads.Top, s.Ho, s.Kh, s.Sy, s.Dy, s.Top, 0, s.H), Count(k, threads.Left, s.Wo, s.Kw, s.Sx, s.Dx, s.Left, 0, s.W));
        var count = k.Max(k.Mul(rows, columns), 1);
        Arg factor = count.IsConstant ? 1f / count.Constant : k.Do("rcp.f32", k.Do("cvt.f32.s32", count.Register));
        ElementCode.Store(k, threads.Output("y", p.Channels, target.ElementBytes), 0, [.. sums.Select(sum => k.Do("mul.f32", sum, factor))], target.Type);
    }

    /// <summary>The elements of each row of the window as they lie in registers; padding as a given pattern.</summary>
    private static void ForEachRow(SimtKernelBuilder k, PoolProblem p, int vector, WindowThreads threads, SimtTarget target, int padding, Action<Reg[][]> body)
    {
        var (s, bytes) = (p.Shape, target.ElementBytes);
        var x = threads.Input("x", p.Channels, threads.Channel, bytes);
        bool rowsWritten = s.Kh * s.Kw <= MostTaps, columnsWritten = s.Kw <= MostTaps;
        WindowThreads.Repeat(k, s.Kh, rowsWritten, tapRow =>
        {
            var inside = threads.RowInside(k.Mul(tapRow, s.Dy));
            var line = rowsWritten ? x : k.Offset(x, tapRow, s.Dy * s.W * p.Channels * bytes);
            var offset = rowsWritten ? tapRow.Constant * s.Dy * s.W * p.Channels * bytes : 0;
            Reg[] Tap(Reg at, int more, Val column) =>
                ElementCode.LoadRaw(k, at, more, vector * bytes, threads.ColumnInside(k.Mul(column, s.Dx), inside), fill: padding);

            if (columnsWritten)
            {
                body([.. Enumerable.Range(0, s.Kw).Select(column => Tap(line, offset + (column * s.Dx * p.Channels * bytes), column))]);
            }
            else
            {
                k.For(0, s.Kw, 1, column => body([Tap(k.Offset(line, column, s.Dx * p.Channels * bytes), offset, column)]));
            }
        });
    }

    /// <summary>How many taps along an axis lie in a range.</summary>
    private static Val Count(SimtKernelBuilder k, Val first, int outputs, int taps, int stride, int dilation, int before, int from, int to)
    {
        var last = ((outputs - 1) * stride) + ((taps - 1) * dilation) - before;
        if (-before >= from && last < to)
        {
            return taps;
        }

        Val count = 0;
        for (var tap = 0; tap < taps; tap++)
        {
            var inside = k.InsideAnd(k.Add(first, (tap * dilation) - from), to - from, Pred.Always);
            count = k.Add(count, k.Select(inside, 1, 0));
        }

        return count;
    }
}
