using AccelSim.Compiler.Simt.Products;
using AccelSim.Functional.Simt;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Products on warp groups of Hopper compute what a plain double-precision product does, whatever their tiles, and take the time that the tensor cores need.</summary>
public class WarpGroupGemmTests
{
    private const string Hopper = "h100-sxm5";

    [Theory]
    [InlineData(ElementType.Float16, "gemm(tile=64x64x64,group=64x64,stages=2)")]
    [InlineData(ElementType.BFloat16, "gemm(tile=128x32x64,group=64x32,stages=3,swizzle=2)")]
    [InlineData(ElementType.BFloat16, "gemm(tile=128x128x64,group=128x128,stages=4)")]
    [InlineData(ElementType.Float16, "gemm(tile=64x16x64,group=64x16,stages=3,split=2)")]
    [InlineData(ElementType.BFloat16, "gemm(tile=128x256x64,group=64x256,stages=4)")]
    public void Products_agree_with_the_reference(ElementType type, string schedule)
    {
        var parsed = GemmSchedule.Parse(schedule);
        Law.Holds(Problems(type, parsed), problem => Check(problem, parsed, type), count: 10);
    }

    private static Gen<GemmProblem> Problems(ElementType type, GemmSchedule schedule) =>
        from m in Gen.OneOf(Gen.Choose(1, 150), Gen.Elements(64, 128, 192))
        from columns in Gen.Choose(1, 24)
        from steps in Gen.Choose(4 * schedule.SplitK, 4 * schedule.SplitK + 14)
        from transposed in Gen.Elements(true, false)
        from pads in Gen.Elements(0, 0, 8)
        from batch in Gen.Elements((1, 1), (1, 1), (2, 1), (2, 3))
        from shared in Gen.Elements(false, true)
        from bias in Gen.Elements(GemmBias.None, GemmBias.Column, GemmBias.Row)
        from residual in Gen.Elements(false, true)
        from activation in Gen.Elements(Activation.None, Activation.Relu, new Activation(ActivationKind.Silu, 1))
        from output in Gen.Elements(type, ElementType.Float32)
        let n = (8 * columns) + (transposed ? 0 : schedule.TileN)
        let odd = transposed ? n - (m % 3) : n
        let k = 16 * steps
        select new GemmProblem
        {
            M = m,
            N = odd,
            K = k,
            Outer = batch.Item1,
            Inner = batch.Item2,
            A = Operand(false, k, m, pads, batch, false),
            B = Operand(transposed, transposed ? k : odd, transposed ? odd : k, 0, batch, shared),
            C = Operand(false, odd, m, pads, batch, false),
            Input = type,
            Epilogue = new() { Bias = bias, Residual = residual, Activation = activation, Output = output, BiasType = type },
        };

    private static GemmOperand Operand(bool transposed, int columns, int rows, int padding, (int Outer, int Inner) batch, bool shared)
    {
        // inner matrices side by side, as heads lie in a sequence
        var leading = (columns + padding) * batch.Inner;
        return new(leading, transposed, shared ? 0 : (long)leading * rows, columns + padding);
    }

    private static void Check(GemmProblem problem, GemmSchedule schedule, ElementType type)
    {
        var target = GemmKernelTests.Target(Hopper, type);
        var reference = new GemmReference(problem, problem.M + problem.K);
        var run = reference.Buffers((int)GemmKernel.WorkspaceBytes(problem, schedule));
        var races = new SimtRaceDetector();
        foreach (var kernel in GemmKernel.Write("gemm", problem, schedule, target))
        {
            Assert.Equal(0, kernel.Code.SpillBytes);
            run.Values(kernel, target.Chip, races);
        }

        Assert.Empty(races.Races);
        reference.Check(run.Floats("c", problem.Epilogue.Output));
    }
}
