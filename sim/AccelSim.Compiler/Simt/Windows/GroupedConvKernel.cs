using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Windows;

/// <summary>
/// Convolution in groups on the fp32 lanes: a thread computes neighbouring pixels in neighbouring output channels of one group; every input element that
/// it loads serves all of these channels, every weight all of these pixels.
/// </summary>
internal static class GroupedConvKernel
{
    /// <summary>Multiplications that are written out.</summary>
    private const int MostWritten = 2048;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, GroupedConvProblem p, SimtTarget target)
    {
        var (s, bytes, type) = (p.Shape, target.ElementBytes, target.Type);
        int inputs = p.Inputs / p.Groups, outputs = p.Outputs / p.Groups;
        var (vector, pixels) = WindowThreads.Choose(s, p.Outputs, ElementCode.PerAccess(type, outputs), target);
        var together = ElementCode.PerAccess(type, inputs);
        var k = new SimtKernelBuilder(name);
        var threads = new WindowThreads(k, s, p.Outputs, vector, pixels, target);
        var sums = new WindowSums(k, threads, p.Outputs, vector, pixels, p.Epilogue, target);
        var x = threads.Input("x", p.Inputs, k.Mul(k.Div(threads.Channel, outputs), inputs), bytes);
        var w = k.Offset(k.Pointer("w"), threads.Channel, bytes);

        // loops are written out from the inside as long as the code stays short
        var work = together * vector * pixels;
        bool chunksWritten = work * (inputs / together) <= MostWritten, columnsWritten = work * (inputs / together) * s.Kw <= MostWritten;
        var rowsWritten = columnsWritten && work * (inputs / together) * s.Kw * s.Kh <= MostWritten;
        WindowThreads.Repeat(k, s.Kh, rowsWritten, row =>
        {
            var inside = threads.RowInside(k.Mul(row, s.Dy));
            var line = k.Offset(x, row, s.Dy * s.W * p.Inputs * bytes);
            WindowThreads.Repeat(k, s.Kw, columnsWritten, column =>
            {
                Pred[] guards = [.. Enumerable.Range(0, pixels).Select(pixel => threads.ColumnInside(k.Add(k.Mul(column, s.Dx), pixel * s.Sx), inside))];
                var from = k.Offset(line, column, s.Dx * p.Inputs * bytes);
                var weights = k.Offset(w, k.Mad(row, s.Kw, column), inputs * p.Outputs * bytes);
                WindowThreads.Repeat(k, inputs / together, chunksWritten, chunk =>
                    Chunk(k.Offset(from, chunk, together * bytes), k.Offset(weights, chunk, together * p.Outputs * bytes), guards));
            });
        });
        sums.Store();
        return threads.Finish(target, "grouped");

        void Chunk(Reg from, Reg weights, Pred[] guards)
        {
            Reg[][] raw = [.. guards.Select((guard, pixel) => ElementCode.LoadRaw(k, from, pixel * s.Sx * p.Inputs * bytes, together * bytes, guard))];
            Reg[][] factors = [.. Enumerable.Range(0, together).Select(input => ElementCode.LoadRaw(k, weights, input * p.Outputs * bytes, vector * bytes))];
            Reg[][] values = [.. raw.Select(piece => ElementCode.Widen(k, piece, together, type))];
            for (var input = 0; input < together; input++)
            {
                var wide = ElementCode.Widen(k, factors[input], vector, type);
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    for (var i = 0; i < vector; i++)
                    {
                        k.Emit("fma.f32", sums.Values[pixel][i], values[pixel][input], wide[i], sums.Values[pixel][i]);
                    }
                }
            }
        }
    }
}
