using AccelSim.Compiler.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Compiles a graph, runs it for values and holds the results against the reference interpreter.</summary>
internal static class Agreement
{
    public static MluChip Chip(string name, params string[] overrides) => (MluChip)ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"), overrides);

    /// <summary>Compiles, runs and compares with a fresh reference.</summary>
    public static ProgramImage Check(ModelGraph original, MluChip chip, ElementType precision, double tolerance) =>
        Check(original, chip, precision, tolerance, Interpreter.Run(original, Inputs(original)));

    /// <summary>Checks every output: no NaN, max|difference| within the tolerance of max|reference|, and the same direction (cosine).</summary>
    public static ProgramImage Check(
        ModelGraph original, MluChip chip, ElementType precision, double tolerance, IReadOnlyDictionary<string, Tensor> expected, IMluRunObserver? observer = null) =>
        Check(original, chip, new CompileOptions { Precision = precision }, tolerance, expected, observer);

    /// <inheritdoc cref="Check(ModelGraph, MluChip, ElementType, double, IReadOnlyDictionary{string, Tensor}, IMluRunObserver)"/>
    public static ProgramImage Check(
        ModelGraph original, MluChip chip, CompileOptions options, double tolerance, IReadOnlyDictionary<string, Tensor> expected, IMluRunObserver? observer = null)
    {
        var graph = PassPipeline.Optimize(original);
        var image = MluCompiler.Compile(graph, chip, options);
        Outputs.Check(original, image, new MluImageRun(image, chip, observer).Run(graph, Inputs(original)), expected, tolerance);
        return image;
    }

    /// <summary>Seeded inputs.</summary>
    public static IReadOnlyDictionary<string, Tensor> Inputs(ModelGraph graph) => InputGenerator.Create(graph, 7);
}
