using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Tests;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Single layers with random extents, often larger than a small core's memories.</summary>
internal static class RandomLayers
{
    /// <summary>One layer by seed.</summary>
    public static ModelGraph Of(int seed)
    {
        var random = new Random(seed);
        var b = new GraphBuilder("layer");
        b.Output("y", random.Next(8) switch
        {
            0 => Pooling(b, random),
            1 => Depthwise(b, random),
            2 => Grouped(b, random),
            3 => Product(b, random),
            4 => Rows(b, random),
            5 => Reduction(b, random),
            6 => Elementwise(b, random),
            _ => Movement(b, random),
        });
        return b.Build();
    }

    private static ValueId Input(GraphBuilder b, string name, params long[] dims) => b.Input(name, new TensorType(ElementType.Float32, new Shape(dims)));

    private static ValueId Noise(GraphBuilder b, Random random, string name, params long[] dims) => b.Constant(name, RandomGraphs.Noise(random, new Shape(dims), 0, 0.3));

    /// <summary>Mostly small, sometimes long.</summary>
    private static long Extent(Random random, int small, int large) => random.Next(4) == 0 ? random.Next(1, large) : random.Next(1, small);

    private static Window Window(Random random, int kernel, int dilation, int pad) => Graph.Operators.Window.Of(kernel, kernel) with
    {
        Strides = [random.Next(1, 4), random.Next(1, 4)],
        Dilations = [dilation, dilation],
        PadsBegin = [random.Next(pad + 1), random.Next(pad + 1)],
        PadsEnd = [random.Next(pad + 1), random.Next(pad + 1)],
    };

    private static ValueId Pooling(GraphBuilder b, Random random)
    {
        var kernel = random.Next(1, 6);
        var x = Input(b, "x", random.Next(1, 3), Extent(random, 80, 400), kernel + random.Next(12), kernel + Extent(random, 20, 120));
        var isMax = random.Next(2) == 0;
        return b.Node("pool", new Pool { Kind = isMax ? PoolKind.Max : PoolKind.Average, Window = Window(random, kernel, 1, kernel / 2), CountIncludePad = !isMax }, x);
    }

    private static ValueId Depthwise(GraphBuilder b, Random random)
    {
        int kernel = random.Next(1, 6), dilation = random.Next(1, 3), reach = ((kernel - 1) * dilation) + 1;
        var channels = Extent(random, 60, 300) + 1;
        var x = Input(b, "x", random.Next(1, 3), channels, reach + random.Next(10), reach + Extent(random, 16, 90));
        var conv = new Conv { Window = Window(random, kernel, dilation, reach), Groups = channels, Activation = Activation.Relu6 };
        return b.Node("depthwise", conv, x, Noise(b, random, "w", channels, 1, kernel, kernel), Noise(b, random, "bias", channels));
    }

    private static ValueId Grouped(GraphBuilder b, Random random)
    {
        int kernel = random.Next(1, 4), dilation = random.Next(1, 3), reach = ((kernel - 1) * dilation) + 1;
        long groups = random.Next(2, 13), ci = random.Next(1, 12), co = random.Next(1, 12);
        var x = Input(b, "x", random.Next(1, 3), groups * ci, reach + random.Next(8), reach + Extent(random, 12, 60));
        var conv = new Conv { Window = Window(random, kernel, dilation, reach), Groups = groups, Activation = new Activation(ActivationKind.HardSwish) };
        var weights = Noise(b, random, "w", groups * co, ci, kernel, kernel);
        return random.Next(2) == 0 ? b.Node("grouped", conv, x, weights) : b.Node("grouped", conv, x, weights, Noise(b, random, "bias", groups * co));
    }

    private static ValueId Product(GraphBuilder b, Random random)
    {
        long batch = random.Next(1, 3), m = Extent(random, 20, 90), k = Extent(random, 60, 6000), n = Extent(random, 30, 150);
        var left = Input(b, "left", batch, m, k);
        return random.Next(2) == 0
            ? b.Node("product", new MatMul { Alpha = 0.5 }, left, Input(b, "right", batch, k, n))
            : b.Node("product", new MatMul(), left, b.Node("turn", new Transpose([0, 2, 1]), Input(b, "right", batch, n, k)));
    }

    private static ValueId Rows(GraphBuilder b, Random random)
    {
        var length = Extent(random, 200, 9000);
        var x = Input(b, "x", random.Next(1, 12), length);
        return random.Next(4) switch
        {
            0 => b.Node("softmax", new Softmax(1), x),
            1 => b.Node("log", new Softmax(1) { Logarithm = true }, x),
            2 => b.Node("layer", new LayerNormalization(1, 1e-5), x, Noise(b, random, "gamma", length), Noise(b, random, "beta", length)),
            _ => b.Node("rms", new RmsNormalization(1, 1e-5), x, Noise(b, random, "gamma", length)),
        };
    }

    private static ValueId Reduction(GraphBuilder b, Random random)
    {
        ReduceFunction[] functions = [ReduceFunction.Mean, ReduceFunction.Sum, ReduceFunction.Max, ReduceFunction.Min];
        var x = Input(b, "x", random.Next(1, 5), Extent(random, 100, 5000), Extent(random, 8, 70));
        return b.Node("reduce", new Reduce(functions[random.Next(4)], [random.Next(3)], random.Next(2) == 0), x);
    }

    private static ValueId Elementwise(GraphBuilder b, Random random)
    {
        long outer = random.Next(1, 4), middle = Extent(random, 30, 300), inner = Extent(random, 60, 5000);
        var x = Input(b, "x", outer, middle, inner);
        long[][] shapes = [[inner], [middle, inner], [outer, middle, 1], [1, 1, 1], [outer, middle, inner]];
        var other = Input(b, "other", shapes[random.Next(shapes.Length)]);
        BinaryFunction[] functions = [BinaryFunction.Add, BinaryFunction.Sub, BinaryFunction.Mul, BinaryFunction.Max];
        return b.Node("act", new Activate(new Activation(ActivationKind.HardSwish)), b.Node("two", new Binary(functions[random.Next(functions.Length)]), x, other));
    }

    private static ValueId Movement(GraphBuilder b, Random random)
    {
        long rows = random.Next(1, 40), width = Extent(random, 60, 6000);
        var table = Input(b, "x", rows, width);
        if (random.Next(2) == 0)
        {
            return b.Node("flat", new Reshape(new Shape(rows * width)), b.Node("turn", new Transpose([1, 0]), table));
        }

        var indices = new Tensor(ElementType.Int64, new Shape(random.Next(2, 30)));
        foreach (ref var index in indices.Span<long>())
        {
            index = random.NextInt64(-rows, rows);
        }

        return b.Node("look", new Gather(0), table, b.Constant("indices", indices));
    }
}
