using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests;

/// <summary>Holds what a program computed against the reference interpreter.</summary>
internal static class Outputs
{
    /// <summary>Checks every output: no NaN, max|difference| within the tolerance of max|reference|, and the same direction (cosine).</summary>
    public static void Check(
        ModelGraph original, ProgramImage image, IReadOnlyDictionary<string, float[]> actual, IReadOnlyDictionary<string, Tensor> expected, double tolerance)
    {
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
}
