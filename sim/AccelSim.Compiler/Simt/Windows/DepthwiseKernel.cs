using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Windows;

/// <summary>
/// Depthwise convolution: a thread computes neighbouring pixels of a row in neighbouring channels, so that a column that several windows share is
/// loaded once. Sums in fp32.
/// </summary>
internal static class DepthwiseKernel
{
    /// <summary>Taps that are written out; larger windows are loops over rows.</summary>
    private const int MostTaps = 32;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, DepthwiseProblem p, SimtTarget target)
    {
        var (s, bytes, type) = (p.Shape, target.ElementBytes, target.Type);
        var (vector, pixels) = WindowThreads.Choose(s, p.Channels, ElementCode.PerAccess(type, p.Channels), target);
        var k = new SimtKernelBuilder(name);
        var threads = new WindowThreads(k, s, p.Channels, vector, pixels, target);
        var sums = new WindowSums(k, threads, p.Channels, vector, pixels, p.Epilogue, target);
        var x = threads.Input("x", p.Channels, threads.Channel, bytes);
        var w = k.Offset(k.Pointer("w"), threads.Channel, bytes);
        var written = s.Kh * s.Kw <= MostTaps;

        // columns that the windows of the thread's pixels look at, in order
        int[] columns = [.. Enumerable.Range(0, pixels).SelectMany(pixel => Enumerable.Range(0, s.Kw).Select(tap => (pixel * s.Sx) + (tap * s.Dx))).Distinct().Order()];
        WindowThreads.Repeat(k, s.Kh, written, row =>
        {
            int tapLine = s.Kw * p.Channels * bytes, line = s.Dy * s.W * p.Channels * bytes;
            var inside = threads.RowInside(k.Mul(row, s.Dy));
            var (from, offset) = written ? (x, row.Constant * line) : (k.Offset(x, row, line), 0);
            var (weights, weightOffset) = written ? (w, row.Constant * tapLine) : (k.Offset(w, row, tapLine), 0);
            Reg[][] raw = [.. columns.Select(column => ElementCode.LoadRaw(
                k, from, offset + (column * p.Channels * bytes), vector * bytes, threads.ColumnInside(column, inside)))];
            Reg[][] taps = [.. Enumerable.Range(0, s.Kw).Select(tap => ElementCode.LoadRaw(k, weights, weightOffset + (tap * p.Channels * bytes), vector * bytes))];
            Reg[][] factors = [.. taps.Select(tap => ElementCode.Widen(k, tap, vector, type))];
            for (var i = 0; i < columns.Length; i++)
            {
                var values = ElementCode.Widen(k, raw[i], vector, type);
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    var distance = columns[i] - (pixel * s.Sx);
                    if (distance >= 0 && distance % s.Dx == 0 && distance / s.Dx < s.Kw)
                    {
                        Add(k, sums.Values[pixel], values, factors[distance / s.Dx]);
                    }
                }
            }
        });
        sums.Store();
        return threads.Finish(target, "depthwise");
    }

    private static void Add(SimtKernelBuilder k, Reg[] sums, Reg[] values, Reg[] factors)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            k.Emit("fma.f32", sums[i], values[i], factors[i], sums[i]);
        }
    }
}
