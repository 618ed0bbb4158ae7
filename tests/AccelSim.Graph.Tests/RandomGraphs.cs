using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Random small graphs that run, drawn from a seed: chains and joins of convolutions, products, normalisations, activations and movements.</summary>
internal static class RandomGraphs
{
    /// <summary>An image network [N, C, H, W].</summary>
    public static ModelGraph Images(int seed)
    {
        var random = new Random(seed);
        var builder = new GraphBuilder("images");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(random.Next(1, 3), random.Next(1, 5), random.Next(4, 9), random.Next(4, 9))));
        var values = new List<ValueId> { x };
        for (var step = 0; step < random.Next(2, 10); step++)
        {
            var from = values[random.Next(values.Count)];
            values.Add(ImageStep(random, builder, values, from, step));
        }

        builder.Output("first", values[^1]);
        builder.Output("second", values[random.Next(values.Count)]);
        return builder.Build();
    }

    /// <summary>A sequence network [N, length, width].</summary>
    public static ModelGraph Sequences(int seed)
    {
        var random = new Random(seed);
        var builder = new GraphBuilder("sequences");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(random.Next(1, 3), random.Next(1, 6), random.Next(2, 9))));
        for (var step = 0; step < random.Next(2, 8); step++)
        {
            x = SequenceStep(random, builder, x, step);
        }

        builder.Output("y", x);
        return builder.Build();
    }

    /// <summary>Inputs for a graph: floats in [-2, 2).</summary>
    public static Dictionary<string, Tensor> Inputs(ModelGraph graph, int seed)
    {
        var random = new Random(seed);
        return graph.Inputs.Select(id => graph[id]).ToDictionary(input => input.Name, input => Noise(random, input.Shape));
    }

    public static Tensor Noise(Random random, Shape shape, double center = 0, double halfWidth = 2) => Tensor.Of<float>(
        shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (float)(center + halfWidth * (2 * random.NextDouble() - 1)))]);

    private static ValueId ImageStep(Random random, GraphBuilder builder, List<ValueId> values, ValueId from, int step)
    {
        var shape = builder[from].Shape;
        switch (random.Next(9))
        {
            case 0 or 1 when Math.Min(shape[2], shape[3]) >= 3:
                var groups = random.Next(2) == 0 ? 1 : shape[1];
                var channels = groups * random.Next(1, 4);
                var kernel = random.Next(1, 4);
                var window = Window.Of(kernel, kernel) with { Strides = [random.Next(1, 3), random.Next(1, 3)], PadsBegin = [random.Next(2), random.Next(2)], PadsEnd = [random.Next(2), 0] };
                var weight = builder.Constant($"w{step}", Noise(random, new Shape(channels, shape[1] / groups, kernel, kernel), 0, 0.5));
                var bias = builder.Constant($"b{step}", Noise(random, new Shape(channels)));
                var conv = new Conv { Window = window, Groups = groups };
                return random.Next(2) == 0 ? builder.Node($"conv{step}", conv, from, weight, bias) : builder.Node($"conv{step}", conv, from, weight);
            case 2:
                var vector = new Shape(shape[1]);
                return builder.Node(
                    $"norm{step}", new BatchNormalization(1e-3), from, builder.Constant($"g{step}", Noise(random, vector, 1, 0.5)), builder.Constant($"be{step}", Noise(random, vector)),
                    builder.Constant($"m{step}", Noise(random, vector)), builder.Constant($"v{step}", Noise(random, vector, 1, 0.5)));
            case 3 or 4:
                return builder.Node($"act{step}", new Activate(Activations[random.Next(Activations.Length)]), from);
            case 5 when Math.Min(shape[2], shape[3]) >= 2:
                return builder.Node($"pool{step}", new Pool { Kind = (PoolKind)random.Next(2), Window = Window.Of(2, 2) with { Strides = [2, 1] }, CeilMode = random.Next(2) == 0, CountIncludePad = random.Next(2) == 0 }, from);
            case 6:
                return builder.Node($"bias{step}", new Binary(BinaryFunction.Add), from, builder.Constant($"c{step}", Noise(random, new Shape(shape[1], 1, 1))));
            case 7:
                var twin = values.FirstOrDefault(id => builder[id].Shape.Equals(shape), from);
                return builder.Node($"add{step}", new Binary(BinaryFunction.Add), from, twin);
            default:
                return builder.Node($"same{step}", random.Next(2) == 0 ? new Identity() : new Reshape(shape), from);
        }
    }

    private static ValueId SequenceStep(Random random, GraphBuilder builder, ValueId x, int step)
    {
        var shape = builder[x].Shape;
        var width = shape[-1];
        ValueId Number(string name, double value) => builder.Constant(name + step, Tensor.Scalar((float)value));
        ValueId Op(string name, Operator op, params ReadOnlySpan<ValueId> inputs) => builder.Node($"{name}{step}", op, inputs);
        switch (random.Next(7))
        {
            case 0 or 1:
                var columns = random.Next(1, 9);
                var product = Op("matmul", new MatMul(), x, builder.Constant($"w{step}", Noise(random, new Shape(width, columns), 0, 0.5)));
                return random.Next(2) == 0 ? product : Op("bias", new Binary(BinaryFunction.Add), product, builder.Constant($"b{step}", Noise(random, new Shape(columns))));
            case 2:
                var erf = Op("erf", new Unary(UnaryFunction.Erf), Op("div", new Binary(BinaryFunction.Div), x, Number("root", Math.Sqrt(2))));
                var gate = Op("one", new Binary(BinaryFunction.Add), erf, Number("unit", 1));
                return random.Next(2) == 0
                    ? Op("half", new Binary(BinaryFunction.Mul), Op("gate", new Binary(BinaryFunction.Mul), x, gate), Number("h", 0.5))
                    : Op("gate", new Binary(BinaryFunction.Mul), gate, Op("half", new Binary(BinaryFunction.Mul), Number("h", 0.5), x));
            case 3:
                var mean = Op("mean", new Reduce(ReduceFunction.Mean, [2], true), x);
                var d = Op("sub", new Binary(BinaryFunction.Sub), x, mean);
                var variance = Op("var", new Reduce(ReduceFunction.Mean, [2], true), Op("sq", new Binary(BinaryFunction.Pow), d, Number("two", 2)));
                var deviation = Op("sqrt", new Unary(UnaryFunction.Sqrt), Op("eps", new Binary(BinaryFunction.Add), variance, Number("e", 0.01)));
                var scaled = Op("gamma", new Binary(BinaryFunction.Mul), Op("quot", new Binary(BinaryFunction.Div), d, deviation), builder.Constant($"g{step}", Noise(random, new Shape(width))));
                return Op("beta", new Binary(BinaryFunction.Add), scaled, builder.Constant($"b{step}", Noise(random, new Shape(width))));
            case 4:
                return Op("silu", new Binary(BinaryFunction.Mul), x, Op("sigmoid", new Activate(new Activation(ActivationKind.Sigmoid)), x));
            case 5:
                return Op("back", new Transpose([0, 2, 1]), Op("turn", new Transpose([0, 2, 1]), x));
            default:
                return Op("softmax", new Softmax(random.Next(1, 3)), x);
        }
    }

    private static readonly Activation[] Activations =
        [Activation.Relu, Activation.Relu6, new(ActivationKind.Gelu), new(ActivationKind.Sigmoid), new(ActivationKind.Tanh), new(ActivationKind.HardSwish), new(ActivationKind.LeakyRelu, 0.1)];
}
