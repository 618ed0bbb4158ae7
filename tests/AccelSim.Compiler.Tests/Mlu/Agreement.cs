using AccelSim.Compiler.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Compiles a graph, runs it for values and holds the results against the reference interpreter.</summary>
internal static class Agreement
{
    public static MluChip Chip(string name, params string[] overrides) => (MluChip)ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"), overrides);

    /// <summary>Checks every output: no NaN, max|difference| within the tolerance of max|reference|.</summary>
    public static ProgramImage Check(ModelGraph original, MluChip chip, MluDataType precision, double tolerance, IMluRunObserver? observer = null)
    {
        var graph = PassPipeline.Optimize(original);
        var image = MluCompiler.Compile(graph, chip, new CompileOptions { Precision = precision });
        var inputs = Inputs(original);
        var actual = new ImageRun(image, chip, observer).Run(graph, inputs);
        var expected = Interpreter.Run(original, inputs);
        foreach (var output in original.Outputs)
        {
            var reference = expected[output.Name].ToDoubles();
            var result = actual[output.Name];
            Assert.Equal(reference.Length, result.Length);
            Assert.All(result, value => Assert.True(float.IsFinite(value), $"{output.Name} holds {value}"));
            var largest = reference.Select(Math.Abs).DefaultIfEmpty(0).Max();
            var worst = reference.Zip(result, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max();
            Assert.True(worst <= tolerance * Math.Max(largest, 1e-6), $"{output.Name}: difference {worst:g4} of {largest:g4}\n{string.Join('\n', image.Layers.Select(layer => layer.Name + " " + layer.Operator))}");
        }

        return image;
    }

    /// <summary>Seeded inputs: uniform floats in [-1, 1), small token numbers.</summary>
    public static Dictionary<string, Tensor> Inputs(ModelGraph graph)
    {
        var random = new Random(7);
        var inputs = new Dictionary<string, Tensor>();
        foreach (var id in graph.Inputs)
        {
            var value = graph[id];
            var values = new double[value.Shape.ElementCount];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = value.Element == ElementType.Int64 ? random.Next(0, 100) : (random.NextDouble() * 2) - 1;
            }

            inputs[value.Name] = Tensor.FromDoubles(value.Type, values);
        }

        return inputs;
    }
}
