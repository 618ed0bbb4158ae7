using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Matrix products compute what a plain double-precision product does.</summary>
public class GemmKernelTests
{
    [Theory]
    [InlineData(128, 128, 64, false, false)]
    [InlineData(128, 128, 64, true, false)]
    [InlineData(128, 128, 64, false, true)]
    [InlineData(128, 128, 64, true, true)]
    [InlineData(200, 136, 72, false, false)]
    [InlineData(200, 136, 72, true, true)]
    [InlineData(50, 30, 44, false, false)]
    [InlineData(8, 24, 200, false, true)]
    public void Products_agree_with_the_reference(int m, int n, int depth, bool transposeA, bool transposeB)
    {
        var problem = GemmProblem.Of(m, n, depth, ElementType.Float16, transposeA, transposeB);
        Check(problem with { Epilogue = problem.Epilogue with { Bias = GemmBias.Column, Residual = true, Activation = Activation.Relu } },
            GemmSchedule.Parse("gemm(tile=64x64x32,warp=32x32,stages=3,split=1,swizzle=2)"), "a100-sxm4-80");
    }

    private static void Check(GemmProblem problem, GemmSchedule schedule, string chip)
    {
        var target = new SimtTarget(SimtKernelRun.Chip(chip), problem.Input);
        var reference = new GemmReference(problem, 1);
        var kernel = GemmKernel.Write("gemm", problem, schedule, target);
        reference.Check(reference.Buffers().Values(kernel, target.Chip).Floats("c", problem.Epilogue.Output));
    }
}
