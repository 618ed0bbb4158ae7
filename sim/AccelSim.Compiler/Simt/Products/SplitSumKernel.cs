using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Adds up the parts of a product that was split along k, always in the same order, and applies the epilogue. Launch arguments: <c>workspace</c>,
/// <c>c</c>, and <c>bias</c> and <c>residual</c> where the epilogue has them.
/// </summary>
internal static class SplitSumKernel
{
    private const int Threads = 128;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, GemmProblem problem, GemmSchedule schedule, SimtTarget target)
    {
        var k = new SimtKernelBuilder(name);
        var epilogue = problem.Epilogue;
        var sums = Workspace(problem);
        var wide = Math.Min(4, Math.Min(sums.WriteBytes / 4, problem.WriteBytes / epilogue.Output.SizeInBytes()));
        var perMatrix = problem.M * problem.N / wide;
        var index = k.Add(k.Mul(k.Special(SimtSpecialRegister.CtaidX), Threads), k.Special(SimtSpecialRegister.TidX));
        if (perMatrix % Threads != 0)
        {
            k.ExitIf(!k.Less(index, perMatrix));
        }

        var matrix = problem.Batch == 1 ? (Val)0 : k.Special(SimtSpecialRegister.CtaidY);
        var (row, unit) = k.DivRem(index, problem.N / wide);
        var column = k.Mul(unit, wide);
        var from = k.Offset(BatchPointer.Of(k, "workspace", sums.C, problem, 4, matrix), k.Mul(index, wide), 4);
        var parts = new List<Reg[]>();
        for (var split = 0; split < schedule.SplitK; split++)
        {
            parts.Add(ElementCode.Load(k, k.Plus(from, 4L * split * problem.Batch * problem.M * problem.N), 0, wide, ElementType.Float32, cache: ".cg"));
        }

        var total = parts.Skip(1).Aggregate(parts[0], (sum, part) => [.. sum.Zip(part, (a, b) => k.Do("add.f32", a, b))]);
        var element = k.Mad(row, problem.C.Leading, column);
        var output = epilogue.Output;
        var code = new EpilogueCode(k, epilogue);
        var residual = epilogue.Residual ? ElementCode.Load(k, Of("residual"), 0, wide, output) : null;
        Reg[]? bias = null;
        if (epilogue.Bias != GemmBias.None)
        {
            var at = k.Offset(k.Pointer("bias"), epilogue.Bias == GemmBias.Column ? column : row, epilogue.BiasType.SizeInBytes());
            bias = epilogue.Bias == GemmBias.Column ? ElementCode.Load(k, at, 0, wide, epilogue.BiasType)
                : [.. Enumerable.Repeat(ElementCode.Load(k, at, 0, 1, epilogue.BiasType)[0], wide)];
        }

        ElementCode.Store(k, Of("c"), 0, [.. total.Select((sum, i) => code.Finish(sum, bias?[i], residual?[i]))], output);
        return new SimtLayerKernel(
            k.Finish(target.MaxRegisters), new SimtExtent((perMatrix + Threads - 1) / Threads, problem.Batch, 1), new SimtExtent(Threads, 1, 1), schedule.ToString());

        Reg Of(string parameter) => k.Offset(BatchPointer.Of(k, parameter, problem.C, problem, output.SizeInBytes(), matrix), element, output.SizeInBytes());
    }

    /// <summary>The parts as results of a product: fp32, matrix after matrix; part after part.</summary>
    public static GemmProblem Workspace(GemmProblem problem) => problem with
    {
        C = new(problem.N, false, (long)problem.Inner * problem.M * problem.N, (long)problem.M * problem.N),
        Epilogue = new() { Output = ElementType.Float32 },
    };
}
