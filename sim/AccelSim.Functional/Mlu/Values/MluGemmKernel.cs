using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// The inner loop of the tensor unit: a block of output rows times one panel of columns. Every output is one chain of fused multiply-adds in order of
/// the reduction index, so its value depends neither on the width of the host's vectors nor on how work is split.
/// </summary>
internal static unsafe class MluGemmKernel
{
    /// <summary>Output rows of a block: six rows of two vectors fill the registers of a 16-register machine.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a panel: two 256-bit vectors.</summary>
    public static int Columns<T>()
        where T : unmanaged => 2 * Vector256<T>.Count;

    /// <summary>Computes <paramref name="rows"/> (at most six) x <paramref name="columns"/> outputs.</summary>
    /// <param name="input">Input elements.</param>
    /// <param name="offsets">Offset of each of six rows in the input; unused rows repeat a used one.</param>
    /// <param name="taps">Offsets of the runs that make up one row of the reduction.</param>
    /// <param name="tapCount">Number of runs.</param>
    /// <param name="run">Consecutive elements per run.</param>
    /// <param name="panel">Weights: reduction index major, panel columns minor.</param>
    /// <param name="output">First output.</param>
    /// <param name="stride">Distance between output rows.</param>
    /// <param name="rows">Rows to store.</param>
    /// <param name="columns">Columns to store.</param>
    public static void Block<T>(T* input, long* offsets, long* taps, int tapCount, int run, T* panel, T* output, long stride, int rows, int columns)
        where T : unmanaged
    {
        var width = Vector256<T>.Count;
        Vector256<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (var tap = 0; tap < tapCount; tap++)
        {
            var at = input + taps[tap];
            T* a0 = at + offsets[0], a1 = at + offsets[1], a2 = at + offsets[2], a3 = at + offsets[3], a4 = at + offsets[4], a5 = at + offsets[5];
            for (nint k = 0; k < run; k++)
            {
                var b0 = Vector256.Load(panel);
                var b1 = Vector256.Load(panel + width);
                panel += 2 * width;
                var a = Vector256.Create(a0[k]);
                c00 = MultiplyAdd(a, b0, c00);
                c01 = MultiplyAdd(a, b1, c01);
                a = Vector256.Create(a1[k]);
                c10 = MultiplyAdd(a, b0, c10);
                c11 = MultiplyAdd(a, b1, c11);
                a = Vector256.Create(a2[k]);
                c20 = MultiplyAdd(a, b0, c20);
                c21 = MultiplyAdd(a, b1, c21);
                a = Vector256.Create(a3[k]);
                c30 = MultiplyAdd(a, b0, c30);
                c31 = MultiplyAdd(a, b1, c31);
                a = Vector256.Create(a4[k]);
                c40 = MultiplyAdd(a, b0, c40);
                c41 = MultiplyAdd(a, b1, c41);
                a = Vector256.Create(a5[k]);
                c50 = MultiplyAdd(a, b0, c50);
                c51 = MultiplyAdd(a, b1, c51);
            }
        }

        var block = stackalloc T[Rows * 2 * width];
        Put(block, width, 0, c00, c01);
        Put(block, width, 1, c10, c11);
        Put(block, width, 2, c20, c21);
        Put(block, width, 3, c30, c31);
        Put(block, width, 4, c40, c41);
        Put(block, width, 5, c50, c51);
        for (var row = 0; row < rows; row++)
        {
            Unsafe.CopyBlockUnaligned(output + (row * stride), block + (row * 2 * width), (uint)(columns * sizeof(T)));
        }
    }

    /// <summary>As <see cref="Block"/> for a single output row.</summary>
    public static void Row<T>(T* input, long offset, long* taps, int tapCount, int run, T* panel, T* output, int columns)
        where T : unmanaged
    {
        var width = Vector256<T>.Count;
        Vector256<T> c0 = default, c1 = default;
        for (var tap = 0; tap < tapCount; tap++)
        {
            var a = input + taps[tap] + offset;
            for (nint k = 0; k < run; k++, panel += 2 * width)
            {
                var value = Vector256.Create(a[k]);
                c0 = MultiplyAdd(value, Vector256.Load(panel), c0);
                c1 = MultiplyAdd(value, Vector256.Load(panel + width), c1);
            }
        }

        var block = stackalloc T[2 * width];
        Put(block, width, 0, c0, c1);
        Unsafe.CopyBlockUnaligned(output, block, (uint)(columns * sizeof(T)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T* block, int width, int row, Vector256<T> left, Vector256<T> right)
        where T : unmanaged
    {
        left.Store(block + (row * 2 * width));
        right.Store(block + (((row * 2) + 1) * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
}
