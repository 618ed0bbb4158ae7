using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AccelSim.Functional.Mlu;

/// <summary>A convolution or matrix product as the kernel sees it: outputs[rows, columns] = sum over taps and runs of input times weights.</summary>
/// <param name="Rows">Output rows: pixels of a convolution.</param>
/// <param name="Columns">Output columns: channels.</param>
/// <param name="Taps">Runs per row of the reduction.</param>
/// <param name="Run">Consecutive input elements per run.</param>
internal readonly record struct MluGemmShape(int Rows, int Columns, int Taps, int Run);

/// <summary>Splits a product into blocks and panels, on one thread or several; the split never changes a result.</summary>
internal static unsafe class MluGemm
{
    private const long WorthSharing = 2_000_000;
    private const int ShareRows = 16 * MluGemmKernel.Rows;

    /// <summary>Computes all outputs, rows of <see cref="MluGemmShape.Columns"/>.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="input">Input elements.</param>
    /// <param name="offsets">Input offset of each output row.</param>
    /// <param name="taps">Input offset of each tap relative to the row.</param>
    /// <param name="panels">Packed weights.</param>
    /// <param name="output">Receives the sums.</param>
    /// <param name="threads">Most threads to use.</param>
    public static void Multiply<T>(
        MluGemmShape shape, ReadOnlySpan<T> input, ReadOnlySpan<long> offsets, ReadOnlySpan<long> taps, ReadOnlySpan<T> panels, Span<T> output, int threads)
        where T : unmanaged
    {
        fixed (T* source = input, weights = panels, sums = output)
        {
            fixed (long* rows = offsets, runs = taps)
            {
                var width = MluGemmKernel.Columns<T>();
                var columns = (shape.Columns + width - 1) / width;
                var job = new Job<T>(shape, source, rows, runs, weights, sums);
                var macs = (long)shape.Rows * shape.Columns * shape.Taps * shape.Run;
                if (threads > 1 && macs > WorthSharing)
                {
                    var parts = (shape.Rows + ShareRows - 1) / ShareRows;
                    var shared = (nint)(&job);
                    Parallel.For(0, columns * parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, item =>
                    {
                        ref var work = ref Unsafe.AsRef<Job<T>>((void*)shared);
                        var first = item % parts * ShareRows;
                        work.Panel(item / parts, first, Math.Min(work.Shape.Rows, first + ShareRows));
                    });
                }
                else
                {
                    for (var panel = 0; panel < columns; panel++)
                    {
                        job.Panel(panel, 0, shape.Rows);
                    }
                }
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Job<T>(MluGemmShape shape, T* input, long* offsets, long* taps, T* panels, T* output)
        where T : unmanaged
    {
        private readonly T* _input = input;
        private readonly long* _offsets = offsets;
        private readonly long* _taps = taps;
        private readonly T* _panels = panels;
        private readonly T* _output = output;

        public MluGemmShape Shape { get; } = shape;

        /// <summary>Output rows from <paramref name="first"/> up to <paramref name="end"/> of one panel.</summary>
        public void Panel(int panel, int first, int end)
        {
            var width = MluGemmKernel.Columns<T>();
            var weights = _panels + ((long)panel * width * Shape.Taps * Shape.Run);
            var columns = Math.Min(width, Shape.Columns - (panel * width));
            var block = stackalloc long[MluGemmKernel.Rows];
            for (var row = first; row < end; row += MluGemmKernel.Rows)
            {
                var rows = Math.Min(MluGemmKernel.Rows, end - row);
                var output = _output + ((long)row * Shape.Columns) + (panel * width);
                if (rows <= 2)
                {
                    for (var i = 0; i < rows; i++)
                    {
                        MluGemmKernel.Row(_input, _offsets[row + i], _taps, Shape.Taps, Shape.Run, weights, output + ((long)i * Shape.Columns), columns);
                    }

                    continue;
                }

                for (var i = 0; i < MluGemmKernel.Rows; i++)
                {
                    block[i] = _offsets[row + Math.Min(i, rows - 1)];
                }

                MluGemmKernel.Block(_input, block, _taps, Shape.Taps, Shape.Run, weights, output, Shape.Columns, rows, columns);
            }
        }
    }
}
