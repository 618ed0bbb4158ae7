using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Reference;
using AccelSim.Graph.Tests;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Any small network on any small chip: the reference interpreter's values, and no access that nothing orders.</summary>
public sealed class RandomNetworkLaws
{
    /// <summary>Networks by seed: images, sequences, and single layers large enough to be tiled.</summary>
    private static Gen<ModelGraph> Networks { get; } =
        from kind in Gen.Choose(0, 7)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select kind switch { 0 => RandomGraphs.Images(seed), 1 => RandomGraphs.Sequences(seed), 2 => Convolution(seed), 3 => Bottleneck(seed), 4 => Product(seed), _ => RandomLayers.Of(seed) };

    [Fact]
    public void Values_are_those_of_the_reference_and_nothing_races()
    {
        Law.Holds(from overrides in ChipGenerator.Overrides from graph in Networks select (overrides, graph), pair =>
        {
            var (overrides, graph) = pair;
            var chip = Agreement.Chip("toy-mlu", overrides);
            var detector = new MluRaceDetector();
            var image = Agreement.Check(graph, chip, ElementType.Float32, 1e-4, Interpreter.Run(graph, Agreement.Inputs(graph)), detector);
            // every one of these operators has a kernel, and whatever the size, a tile that fits
            Assert.True(graph.Name != "layer" || image.HostOperators.IsEmpty, $"{graph.Name} runs on the host");
            Assert.True(detector.Races.IsEmpty, $"{string.Join(' ', overrides)}: {string.Join('\n', detector.Races.Take(3))}");
        }, count: 600);
    }

    [Fact]
    public void Values_do_not_depend_on_speeds() => Law.Holds(from one in ChipGenerator.Timing from other in ChipGenerator.Timing from seed in Gen.Choose(0, 1_000_000) select (one, other, seed), draw =>
    {
        var graph = Convolution(draw.seed);
        var inputs = Agreement.Inputs(graph);
        var first = Values(graph, Agreement.Chip("toy-mlu", [.. ChipGenerator.Roomy, .. draw.one]), inputs);
        var second = Values(graph, Agreement.Chip("toy-mlu", [.. ChipGenerator.Roomy, .. draw.other]), inputs);
        var largest = first.Max(Math.Abs);
        // another schedule adds in another order
        return first.Zip(second).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f * largest);
    }, count: 10);

    private static float[] Values(ModelGraph graph, MluChip chip, IReadOnlyDictionary<string, Tensor> inputs)
    {
        var optimized = Graph.Passes.PassPipeline.Optimize(graph);
        var image = Compiler.Mlu.MluCompiler.Compile(optimized, chip, new CompileOptions { Precision = ElementType.Float32 });
        return new MluImageRun(image, chip).Run(optimized, inputs)["y"];
    }

    /// <summary>One convolution with random extents, window, strides, padding, dilation, bias and activation.</summary>
    public static ModelGraph Convolution(int seed)
    {
        var random = new Random(seed);
        var (kernel, dilation) = (random.Next(1, 4), random.Next(1, 3));
        var reach = ((kernel - 1) * dilation) + 1;
        var (height, width) = (random.Next(reach, 24), random.Next(reach, 24));
        long ci = random.Next(1, 80), co = random.Next(1, 150);
        var b = new GraphBuilder("convolution");
        var x = b.Input("x", new TensorType(ElementType.Float32, new Shape(random.Next(1, 4), ci, height, width)));
        var window = Window.Of(kernel, kernel) with
        {
            Strides = [random.Next(1, 3), random.Next(1, 3)],
            Dilations = [dilation, dilation],
            PadsBegin = [random.Next(kernel), random.Next(kernel)],
            PadsEnd = [random.Next(kernel), random.Next(kernel)],
        };
        Activation[] activations = [Activation.None, Activation.Relu, new(ActivationKind.Sigmoid), new(ActivationKind.HardSwish)];
        var conv = new Conv { Window = window, Activation = activations[random.Next(activations.Length)] };
        var weight = b.Constant("w", RandomGraphs.Noise(random, new Shape(co, ci, kernel, kernel), 0, 0.3));
        b.Output("y", random.Next(2) == 0 ? b.Node("conv", conv, x, weight) : b.Node("conv", conv, x, weight, b.Constant("bias", RandomGraphs.Noise(random, new Shape(co)))));
        return b.Build();
    }

    /// <summary>A 1x1, a wider (sometimes depthwise) and a 1x1 convolution, sometimes around a residual: what the compiler runs depth-first.</summary>
    private static ModelGraph Bottleneck(int seed)
    {
        var random = new Random(seed);
        long wide = random.Next(1, 9) * 8, narrow = random.Next(1, 5) * 8;
        var (residual, depthwise) = (random.Next(2) == 0, random.Next(3) == 0);
        var stride = residual ? 1 : random.Next(1, 3);
        var b = new GraphBuilder("bottleneck");
        var x = b.Input("x", new TensorType(ElementType.Float32, new Shape(random.Next(1, 3), wide, random.Next(3, 20), random.Next(3, 20))));
        ValueId Filter(string name, params long[] dims) => b.Constant(name, RandomGraphs.Noise(random, new Shape(dims), 0, 0.3));
        var first = b.Node("first", new Conv { Window = Window.Of(1, 1), Activation = Activation.Relu }, x, Filter("w1", narrow, wide, 1, 1), Filter("b1", narrow));
        var (kernel, dilation) = residual || random.Next(2) == 0 ? (3, 1) : (random.Next(1, 6), random.Next(1, 3));
        var pad = kernel / 2 * dilation;
        var window = Window.Of(kernel, kernel) with
        {
            Strides = [stride, residual ? 1 : random.Next(1, 4)],
            Dilations = [dilation, dilation],
            PadsBegin = [pad, pad],
            PadsEnd = residual ? [pad, pad] : [pad + random.Next(2), pad],
        };
        var middle = b.Node(
            "middle", new Conv { Window = window, Groups = depthwise ? narrow : 1, Activation = Activation.Relu6 }, first, Filter("w2", narrow, depthwise ? 1 : narrow, kernel, kernel), Filter("b2", narrow));
        var last = b.Node("last", new Conv { Window = Window.Of(1, 1) }, middle, Filter("w3", wide, narrow, 1, 1), Filter("b3", wide));
        b.Output("y", residual ? b.Node("relu", new Activate(Activation.Relu), b.Node("sum", new Binary(BinaryFunction.Add), last, x)) : last);
        return b.Build();
    }

    /// <summary>A product with constant weights or of two computed matrices, then a softmax or a pooling of rows.</summary>
    private static ModelGraph Product(int seed)
    {
        var random = new Random(seed);
        long m = random.Next(1, 70), k = random.Next(1, 200), n = random.Next(1, 200), batch = random.Next(1, 4);
        var b = new GraphBuilder("product");
        var x = b.Input("x", new TensorType(ElementType.Float32, new Shape(batch, m, k)));
        var right = random.Next(2) == 0
            ? b.Constant("w", RandomGraphs.Noise(random, new Shape(k, n), 0, 0.2))
            : b.Input("right", new TensorType(ElementType.Float32, new Shape(batch, k, n)));
        var product = b.Node("product", new MatMul(), x, right);
        b.Output("y", random.Next(2) == 0 ? b.Node("softmax", new Softmax(2), product) : b.Node("mean", new Reduce(ReduceFunction.Mean, [1], true), product));
        return b.Build();
    }
}
