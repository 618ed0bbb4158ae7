using AccelSim.Graph.Onnx;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;
using FsCheck.Fluent;

namespace AccelSim.Graph.Tests;

/// <summary>What holds for every graph, on generated ones.</summary>
public sealed class GraphLawTests
{
    private static readonly FsCheck.Gen<int> Seeds = Gen.Choose(0, 1_000_000);

    [Fact]
    public void Passes_keep_the_values_of_image_graphs() => Law.Holds(Seeds, seed => PassesKeepValues(RandomGraphs.Images(seed), seed));

    [Fact]
    public void Passes_keep_the_values_of_sequence_graphs() => Law.Holds(Seeds, seed => PassesKeepValues(RandomGraphs.Sequences(seed), seed));

    [Fact]
    public void Passes_reach_a_fixed_point() => Law.Holds(Seeds, seed =>
    {
        var once = PassPipeline.Optimize(RandomGraphs.Sequences(seed));
        var twice = PassPipeline.Optimize(once);
        Assert.Equal(once.Nodes.Length, twice.Nodes.Length);
    });

    [Fact]
    public void Computed_values_have_the_inferred_types() => Law.Holds(Seeds, seed =>
    {
        foreach (var graph in new[] { RandomGraphs.Images(seed), RandomGraphs.Sequences(seed) })
        {
            GraphVerifier.Verify(graph, "building");
            Interpreter.Run(graph, RandomGraphs.Inputs(graph, seed), (value, tensor) => Assert.Equal(value.Type, tensor.Type));
        }
    });

    [Fact]
    public void Convolution_equals_the_definition() => Law.Holds(Seeds, seed =>
    {
        var random = new Random(seed);
        var groups = random.Next(1, 4);
        var x = RandomGraphs.Noise(random, new Shape(random.Next(1, 3), groups * random.Next(1, 4), random.Next(5, 10), random.Next(5, 10)));
        var w = RandomGraphs.Noise(random, new Shape(groups * random.Next(1, 4), x.Shape[1] / groups, random.Next(1, 4), random.Next(1, 4)));
        var b = RandomGraphs.Noise(random, new Shape(w.Shape[0]));
        var conv = new Conv
        {
            Groups = groups,
            Activation = random.Next(2) == 0 ? Activation.Relu : Activation.None,
            Window = Window.Of(w.Shape[2], w.Shape[3]) with
            {
                Strides = [random.Next(1, 4), random.Next(1, 4)],
                PadsBegin = [random.Next(3), random.Next(3)],
                PadsEnd = [random.Next(3), random.Next(3)],
                Dilations = [random.Next(1, 3), random.Next(1, 3)],
            },
        };
        Assert.Null(Close.Difference(NaiveConvolution(conv, x, w, b), Interpreter.Execute(conv, [x, w, b])[0], 1e-5, 1e-5));
    });

    [Fact]
    public void Generated_weights_are_the_same_in_parts_and_whole() => Law.Holds(Seeds, seed =>
    {
        var constant = new GeneratedConstant(new TensorType(ElementType.Float32, new Shape(100)), "layer.weight", (ulong)seed, WeightRole.Kernel, 0, 0.5);
        var part = new float[30];
        constant.Read(45, part);
        Assert.Equal(constant.Load().Span<float>().Slice(45, 30).ToArray(), part);
        Assert.All(part, value => Assert.InRange(value, -0.5f, 0.5f));
    });

    [Fact]
    public void Mutated_model_files_are_refused_or_load()
    {
        var original = File.ReadAllBytes(Repository.File("programs", "models", "gpt2_block.onnx"));
        var options = new LoadOptions { Batch = 1 };
        options = options with { Dimensions = options.Dimensions.Add("sequence", 4) };
        var refused = 0;
        Law.Holds(Seeds, seed =>
        {
            var random = new Random(seed);
            var bytes = (byte[])original.Clone();
            for (var i = 0; i < random.Next(1, 6); i++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                PassPipeline.Optimize(OnnxLoader.Load(bytes, options));
            }
            catch (ModelException)
            {
                refused++;
            }
        });
        Assert.True(refused > 10, $"only {refused} of the mutated files were refused");
    }

    private static void PassesKeepValues(ModelGraph graph, int seed)
    {
        var inputs = RandomGraphs.Inputs(graph, seed);
        var expected = Interpreter.Run(graph, inputs);
        var actual = Interpreter.Run(PassPipeline.Optimize(graph), inputs);
        foreach (var output in graph.Outputs)
        {
            Assert.Null(Close.Difference(expected[output.Name], actual[output.Name], 1e-3, 1e-4));
        }
    }

    private static Tensor NaiveConvolution(Conv op, Tensor x, Tensor w, Tensor b)
    {
        var type = op.Infer(new[] { x.Type, w.Type, b.Type })[0];
        float X(long n, long c, long h, long v) => h < 0 || v < 0 || h >= x.Shape[2] || v >= x.Shape[3] ? 0 : x.Span<float>()[(int)(((n * x.Shape[1] + c) * x.Shape[2] + h) * x.Shape[3] + v)];
        var result = new Tensor(type);
        var at = 0;
        for (var n = 0; n < type.Shape[0]; n++)
            for (var m = 0; m < type.Shape[1]; m++)
                for (var h = 0; h < type.Shape[2]; h++)
                    for (var v = 0; v < type.Shape[3]; v++)
                    {
                        double sum = b.Span<float>()[m];
                        var firstChannel = m / (type.Shape[1] / op.Groups) * w.Shape[1];
                        for (var c = 0; c < w.Shape[1]; c++)
                            for (var i = 0; i < w.Shape[2]; i++)
                                for (var j = 0; j < w.Shape[3]; j++)
                                {
                                    sum += (double)w.Span<float>()[(int)(((m * w.Shape[1] + c) * w.Shape[2] + i) * w.Shape[3] + j)]
                                        * X(n, firstChannel + c, h * op.Window.Strides[0] - op.Window.PadsBegin[0] + i * op.Window.Dilations[0], v * op.Window.Strides[1] - op.Window.PadsBegin[1] + j * op.Window.Dilations[1]);
                                }

                        result.Span<float>()[at++] = (float)(op.Activation.IsNone ? sum : Math.Max(0, sum));
                    }

        return result;
    }
}
