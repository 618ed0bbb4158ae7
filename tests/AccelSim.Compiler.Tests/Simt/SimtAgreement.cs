using AccelSim.Compiler.Simt;
using AccelSim.Graph;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Image;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Compiles a graph for a chip of the simt family, runs it for values and holds the results against the reference interpreter.</summary>
internal static class SimtAgreement
{
    /// <summary>Compiles, runs and compares with a fresh reference; <paramref name="onHost"/> says how many operators the host may run.</summary>
    public static ProgramImage Check(ModelGraph original, SimtChip chip, ElementType precision, double tolerance, int onHost = 0)
    {
        var inputs = InputGenerator.Create(original, 7);
        return Check(original, chip, new CompileOptions { Precision = precision }, tolerance, Interpreter.Run(original, inputs), onHost);
    }

    /// <summary>Compiles, runs and compares.</summary>
    public static ProgramImage Check(
        ModelGraph original, SimtChip chip, CompileOptions options, double tolerance, IReadOnlyDictionary<string, Tensor> expected, int onHost = 0)
    {
        var graph = PassPipeline.Optimize(original);
        var image = SimtCompiler.Compile(graph, chip, options);
        Outputs.Check(original, image, new SimtImageRun(image, chip).Run(graph, InputGenerator.Create(original, 7)), expected, tolerance);
        Assert.Equal(onHost, image.HostOperators.Length);
        return image;
    }
}
