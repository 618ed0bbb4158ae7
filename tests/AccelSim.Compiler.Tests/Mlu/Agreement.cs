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
        var actual = new ImageRun(image, chip, observer).Run(graph, Inputs(original));
        foreach (var output in original.Outputs)
        {
            var reference = expected[output.Name].ToDoubles();
            var result = actual[output.Name];
            Assert.Equal(reference.Length, result.Length);
            var bad = result.Count(value => !float.IsFinite(value));
            Assert.True(bad == 0, $"{output.Name} holds {bad} values that are not finite\n{Layers(image)}");
            var largest = reference.Select(Math.Abs).DefaultIfEmpty(0).Max();
            var worst = reference.Zip(result, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max();
            Assert.True(worst <= tolerance * Math.Max(largest, 1e-6), $"{output.Name}: difference {worst:g4} of {largest:g4}\n{Layers(image)}");
            Assert.True(Cosine(reference, result) >= 0.999, $"{output.Name}: cosine {Cosine(reference, result)}");
        }

        return image;
    }

    private static string Layers(ProgramImage image) => string.Join('\n', image.Layers.Select(layer => layer.Name + " " + layer.Operator));

    private static double Cosine(double[] a, float[] b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            (ab, aa, bb) = (ab + (a[i] * b[i]), aa + (a[i] * a[i]), bb + ((double)b[i] * b[i]));
        }

        return aa == 0 ? 1 : ab / Math.Sqrt(aa * bb);
    }

    /// <summary>Seeded inputs.</summary>
    public static IReadOnlyDictionary<string, Tensor> Inputs(ModelGraph graph) => InputGenerator.Create(graph, 7);
}
