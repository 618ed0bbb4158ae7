using System.Numerics;
using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Torch;

/// <summary>
/// y [rows] = mean of each row of x [rows, columns], fp32, as PyTorch reduces the innermost axis (<c>setReduceConfig</c> and <c>thread_reduce_impl</c>, aten/src/ATen/native/cuda/Reduce.cuh):
/// blocks of up to 512 threads as wide as a warp or, of few rows, wider, and as high as that leaves. All of a block take one row where that leaves each thread
/// 16 elements a warp or 256; else each warp has its own row. A thread reads four elements a turn. A single row is read in accesses of four. Parameters: those named.
/// </summary>
internal static class TorchMean
{
    private const int MostThreads = 512;
    private const int PerTurn = 4;
    private const int EnoughPerWarp = 16;
    private const int Enough = 256;

    /// <summary>Rows shorter than this are not read in accesses of several elements.</summary>
    private const int LeastForVectors = 129;

    private const int Bytes = 4;

    /// <summary>Writes the kernel; null where a row is shared by several blocks, or shorter than a warp.</summary>
    public static SimtLayerKernel? Write(string name, string x, string y, int rows, int columns, SimtTarget target)
    {
        var vector = rows == 1 && columns >= LeastForVectors && columns % PerTurn == 0;
        var (width, height) = Block(vector ? columns / PerTurn : columns, rows, target);
        var perThread = (columns + width - 1) / width;
        var together = perThread >= height * EnoughPerWarp || perThread >= Enough;
        var stride = together ? width * height : width;
        if (columns < target.WarpWidth || (together && (columns + stride - 1) / stride >= Enough))
        {
            return null;
        }

        var k = new SimtKernelBuilder(name);
        var (cta, thread) = (k.Special(SimtSpecialRegister.CtaidX), k.Special(SimtSpecialRegister.TidX));
        var (warp, lane) = k.DivRem(thread, width);
        var row = together ? cta : k.Mad(cta, height, warp);
        var (start, sharing) = together ? (thread, stride) : (lane, width);
        var exists = together || rows % height == 0 ? Pred.Always : k.Less(row, rows);
        Reg[] sums = [.. Enumerable.Range(0, PerTurn).Select(_ => k.Variable(0))];
        k.If(exists, () => Sum(k, k.Offset(k.Pointer(x), row, columns * Bytes), start, columns, stride, vector, sums), uniform: width % target.WarpWidth == 0);
        var sum = sums[0];
        foreach (var other in sums.Skip(1))
        {
            sum = k.Do("add.f32", sum, other);
        }

        sum = Across(k, sum, together ? thread : lane, thread, sharing, target.WarpWidth);
        var stores = k.LessAnd(together ? thread : lane, 1, exists);
        k.EmitIf(stores, "st.global.b32", Arg.At(k.Offset(k.Pointer(y), row, Bytes)), k.Do("mul.f32", sum, 1f / columns));
        var grid = together ? rows : (rows + height - 1) / height;
        return new SimtLayerKernel(
            k.Finish(target.MaxRegisters), new SimtExtent(grid, 1, 1), new SimtExtent(width * height, 1, 1), $"{name}({width}x{height} threads,{(together ? 1 : height)} rows a block)");
    }

    private static (int Width, int Height) Block(int columns, int rows, SimtTarget target)
    {
        var most = Math.Min(MostThreads, target.MaxThreads);
        int Pow2(int value) => Math.Min(most, 1 << BitOperations.Log2((uint)value));
        var height = Math.Min(Pow2(rows), most / Math.Min(Pow2(columns), target.WarpWidth));
        return (Math.Min(Pow2(columns), most / height), height);
    }

    private static void Sum(SimtKernelBuilder k, Reg row, Val start, int columns, int stride, bool vector, Reg[] sums)
    {
        var turn = stride * PerTurn;
        var whole = columns / turn * turn;
        var first = k.Offset(row, start, vector ? PerTurn * Bytes : Bytes);
        k.For(0, whole, turn, at =>
        {
            var address = k.Offset(first, at, Bytes);
            Reg[] loaded = vector ? ElementCode.Load(k, address, 0, PerTurn, ElementType.Float32)
                : [.. Enumerable.Range(0, PerTurn).Select(i => ElementCode.Load(k, address, i * stride * Bytes, 1, ElementType.Float32)[0])];
            Add(loaded);
        });
        if (whole == columns)
        {
            return;
        }

        var element = vector ? k.Mul(start, PerTurn) : start;
        Add(vector
            ? ElementCode.Load(k, k.Plus(first, whole * (long)Bytes), 0, PerTurn, ElementType.Float32, k.Less(element, columns - whole))
            : [.. Enumerable.Range(0, PerTurn).Where(i => whole + (i * stride) < columns).Select(i =>
                ElementCode.Load(k, k.Plus(first, (whole + ((long)i * stride)) * Bytes), 0, 1, ElementType.Float32, k.Less(element, columns - whole - (i * stride)))[0])]);

        void Add(Reg[] loaded)
        {
            for (var i = 0; i < loaded.Length; i++)
            {
                k.Emit("add.f32", sums[i], sums[i], loaded[i]);
            }
        }
    }

    /// <summary>Sums what threads that share a row have: halves of them through shared memory until a warp is left, then inside the warp; the first gets it.</summary>
    private static Reg Across(SimtKernelBuilder k, Reg sum, Val number, Val thread, int threads, int warpWidth)
    {
        if (threads > warpWidth)
        {
            var at = k.Shared(MostThreads * Bytes);
            var mine = k.InRegister(k.Mul(thread, Bytes));
            k.Emit("st.shared.b32", Arg.At(mine, at), sum);
            for (var half = threads / 2; half >= warpWidth; half /= 2)
            {
                k.Barrier();
                var distance = half;
                k.If(k.Less(number, half), () =>
                {
                    var other = k.NewReg();
                    k.Emit("ld.shared.b32", other, Arg.At(mine, at + (distance * Bytes)));
                    k.Emit("add.f32", sum, sum, other);
                    k.Emit("st.shared.b32", Arg.At(mine, at), sum);
                }, uniform: true);
            }
        }

        for (var distance = 1; distance < Math.Min(threads, warpWidth); distance *= 2)
        {
            sum = k.Do("add.f32", sum, k.Do("shfl.bfly", sum, distance));
        }

        return sum;
    }
}
