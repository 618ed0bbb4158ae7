using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A product of a few rows with a row-major matrix, which memory bounds: each thread reads a few neighbouring columns in accesses of 16 bytes, rows far apart
/// at once, so that many are on their way; the sums of a column's threads are added through shared memory, always in the same order. Launch arguments as
/// of <see cref="GemmKernel"/>.
/// </summary>
internal static class GemvKernel
{
    /// <summary>Most rows: each has its own sums.</summary>
    public const int MostRows = 4;

    private const int Threads = 256;

    // threads beside each other: 128 bytes of a row where they read 16 each
    private const int Across = 8;
    private const int Down = Threads / Across;

    // rows that a thread reads at once
    private const int Unroll = 4;

    /// <summary>True where the product can be computed this way.</summary>
    public static bool Fits(GemmProblem problem, SimtTarget target) => problem.M <= MostRows && !problem.B.Transposed && target.MaxThreads >= Threads;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, GemmProblem problem, SimtTarget target)
    {
        var k = new SimtKernelBuilder(name);
        foreach (var parameter in (string[])["a", "b", "c"])
        {
            k.Parameter(parameter);
        }

        var bytes = problem.Input.SizeInBytes();
        var wide = problem.ReadBytes(false) / bytes;
        var columns = Across * wide;
        Val thread = k.Special(SimtSpecialRegister.TidX);
        var matrix = problem.Batch == 1 ? (Val)0 : k.Special(SimtSpecialRegister.CtaidY);
        var first = k.Mul(k.Special(SimtSpecialRegister.CtaidX), columns);
        var (down, across) = k.DivRem(thread, Across);
        var column = k.Add(first, k.Mul(across, wide));
        var inside = problem.N % columns == 0 ? Pred.Always : k.Less(column, problem.N);
        var (a, b) = (k.NewReg(2), k.NewReg(2));
        var (alongA, downA) = problem.A.Transposed ? (problem.A.Leading, 1) : (1, problem.A.Leading);
        k.Emit("mov.b64", a, k.Offset(Pointer("a", problem.A, problem.Input), k.Mul(down, alongA), bytes));
        k.Emit("mov.b64", b, k.Offset(Pointer("b", problem.B, problem.Input), k.Mad(down, problem.B.Leading, column), bytes));
        var sums = Enumerable.Range(0, problem.M).Select(_ => Enumerable.Range(0, wide).Select(_ => k.Variable(0)).ToArray()).ToArray();
        var whole = problem.K / (Down * Unroll);
        k.For(0, whole, 1, _ =>
        {
            Rows(Unroll, null);
            k.Emit("add.s64", a, a, checked(Down * Unroll * alongA * bytes));
            k.Emit("add.s64", b, b, checked(Down * Unroll * problem.B.Leading * bytes));
        });
        var left = problem.K - (whole * Down * Unroll);
        Rows((left + Down - 1) / Down, left);
        Finish();
        return new SimtLayerKernel(
            k.Finish(target.MaxRegisters), new SimtExtent(TileCoordinates.Tiles(problem.N, columns), problem.Batch, 1), new SimtExtent(Threads, 1, 1),
            FormattableString.Invariant($"gemv(columns={columns},threads={Threads})"));

        Reg Pointer(string parameter, GemmOperand operand, ElementType type) => BatchPointer.Of(k, parameter, operand, problem, type.SizeInBytes(), matrix);

        void Rows(int count, int? depth)
        {
            var factors = new List<(Reg[] B, Reg[] A)>();
            for (var row = 0; row < count; row++)
            {
                var there = depth is { } end && (row + 1) * Down > end ? k.Less(down, end - (row * Down)) : Pred.Always;
                var values = ElementCode.Load(k, b, row * Down * problem.B.Leading * bytes, wide, problem.Input, k.Both(there, inside));
                factors.Add((values, [.. Enumerable.Range(0, problem.M).Select(m => ElementCode.Load(k, a, ((row * Down * alongA) + (m * downA)) * bytes, 1, problem.Input, there)[0])]));
            }

            foreach (var (ofB, ofA) in factors)
            {
                for (var m = 0; m < problem.M; m++)
                {
                    for (var i = 0; i < wide; i++)
                    {
                        k.Emit("fma.f32", sums[m][i], ofB[i], ofA[m], sums[m][i]);
                    }
                }
            }
        }

        void Finish()
        {
            var epilogue = problem.Epilogue;
            var perGroup = 4 * problem.M * columns;
            var shared = k.Shared(Down * perGroup);
            var to = k.Add(k.Mad(down, perGroup, k.Mul(across, 4 * wide)), shared);
            for (var m = 0; m < problem.M; m++)
            {
                for (var i = 0; i < wide; i++)
                {
                    k.Emit("st.shared.b32", Arg.At(to, 4 * ((m * columns) + i)), sums[m][i]);
                }
            }

            k.Barrier();
            k.For(thread, problem.M * columns, Threads, index =>
            {
                var (m, n) = k.DivRem(index, columns);
                var place = k.Add(first, n);
                var kept = problem.N % columns == 0 ? Pred.Always : k.Less(place, problem.N);
                var from = k.Add(k.Mul(index, 4), shared);
                var total = k.Do("ld.shared.b32", Arg.At(from));
                for (var group = 1; group < Down; group++)
                {
                    total = k.Do("add.f32", total, k.Do("ld.shared.b32", Arg.At(from, group * perGroup)));
                }

                var element = k.Mad(m, problem.C.Leading, place);
                var size = epilogue.Output.SizeInBytes();
                Reg? residual = epilogue.Residual ? ElementCode.Load(k, k.Offset(Pointer("residual", problem.C, epilogue.Output), element, size), 0, 1, epilogue.Output, kept)[0] : null;
                Reg? bias = epilogue.Bias == GemmBias.None ? null : ElementCode.Load(
                    k, k.Offset(k.Pointer("bias"), epilogue.Bias == GemmBias.Column ? place : m, epilogue.BiasType.SizeInBytes()), 0, 1, epilogue.BiasType, kept)[0];
                ElementCode.Store(
                    k, k.Offset(Pointer("c", problem.C, epilogue.Output), element, size), 0, [new EpilogueCode(k, epilogue).Finish(total, bias, residual)], epilogue.Output, kept);
            }, uniform: false);
        }
    }
}
