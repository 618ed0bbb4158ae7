using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Single operators in awkward shapes, against the reference interpreter.</summary>
public sealed class KernelTests
{
    private static Tensor Random(int seed, params long[] dims)
    {
        var random = new Random(seed);
        var tensor = new Tensor(ElementType.Float32, new Shape(dims));
        foreach (ref var value in tensor.Span<float>())
        {
            value = (float)((random.NextDouble() * 2) - 1);
        }

        return tensor;
    }

    private static void Check(Action<GraphBuilder> build, string chip = "toy-mlu", params string[] overrides)
    {
        var builder = new GraphBuilder("test");
        build(builder);
        Agreement.Check(builder.Build(), Agreement.Chip(chip, overrides), ElementType.Float32, 2e-5);
    }

    private static ValueId Input(GraphBuilder b, string name, params long[] dims) => b.Input(name, new TensorType(ElementType.Float32, new Shape(dims)));

    [Theory]
    [InlineData(1, 8, 7, 7, 16, 3, 1, 1)]
    [InlineData(2, 3, 15, 11, 70, 7, 2, 3)]
    [InlineData(1, 64, 14, 14, 130, 1, 1, 0)]
    [InlineData(3, 32, 9, 9, 20, 1, 2, 0)]
    [InlineData(1, 200, 5, 5, 300, 3, 2, 1)]
    public void Convolution(int n, int ci, int h, int w, int co, int kernel, int stride, int pad) => Check(b =>
    {
        var x = Input(b, "x", n, ci, h, w);
        var window = Window.Of(kernel, kernel) with { Strides = [stride, stride], PadsBegin = [pad, pad], PadsEnd = [pad, pad] };
        var y = b.Node("conv", new Conv { Window = window, Activation = Activation.Relu }, x, b.Constant("w", Random(1, co, ci, kernel, kernel)), b.Constant("bias", Random(2, co)));
        b.Output("y", y);
    }, "mlu370-x4");

    [Theory]
    [InlineData(1, 24, 12, 12, 3, 1, 1)]
    [InlineData(2, 40, 15, 13, 3, 2, 1)]
    [InlineData(1, 16, 9, 9, 5, 1, 2)]
    public void Depthwise(int n, int c, int h, int w, int kernel, int stride, int pad) => Check(b =>
    {
        var x = Input(b, "x", n, c, h, w);
        var window = Window.Of(kernel, kernel) with { Strides = [stride, stride], PadsBegin = [pad, pad], PadsEnd = [pad, pad] };
        var y = b.Node("conv", new Conv { Window = window, Groups = c, Activation = Activation.Relu6 }, x, b.Constant("w", Random(1, c, 1, kernel, kernel)), b.Constant("bias", Random(2, c)));
        b.Output("y", y);
    }, "mlu370-x4");

    [Fact]
    public void Residual_after_convolution_is_absorbed() => Check(b =>
    {
        var x = Input(b, "x", 1, 16, 10, 10);
        var first = b.Node("first", new Conv { Window = Window.Of(1, 1) }, x, b.Constant("w1", Random(1, 16, 16, 1, 1)));
        var sum = b.Node("sum", new Binary(BinaryFunction.Add), first, x);
        b.Output("y", b.Node("relu", new Activate(Activation.Relu), sum));
    });

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(3, 1, false)]
    [InlineData(2, 2, false)]
    public void Chain_of_convolutions_is_computed_depth_first(int n, int stride, bool residual)
    {
        var builder = new GraphBuilder("chain");
        var x = Input(builder, "x", n, 64, 19, 17);
        var narrow = builder.Node("narrow", new Conv { Window = Window.Of(1, 1), Activation = Activation.Relu }, x, builder.Constant("w1", Random(1, 32, 64, 1, 1)), builder.Constant("b1", Random(2, 32)));
        var window = Window.Of(3, 3) with { Strides = [stride, stride], PadsBegin = [1, 1], PadsEnd = [1, 1] };
        var middle = builder.Node("middle", new Conv { Window = window, Activation = Activation.Relu6 }, narrow, builder.Constant("w2", Random(3, 32, 32, 3, 3)));
        var wide = builder.Node("wide", new Conv { Window = Window.Of(1, 1) }, middle, builder.Constant("w3", Random(4, 64, 32, 1, 1)), builder.Constant("b3", Random(5, 64)));
        builder.Output("y", residual ? builder.Node("relu", new Activate(Activation.Relu), builder.Node("sum", new Binary(BinaryFunction.Add), wide, x)) : wide);
        var image = Agreement.Check(builder.Build(), Agreement.Chip("mlu370-x4"), ElementType.Float32, 2e-5);
        Assert.Contains("chain(", Assert.Single(image.Kernels).Source[0].Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 33, 17)]
    [InlineData(1, 2048, 1000)]
    [InlineData(197, 768, 200)]
    public void Product_with_weights(int m, int k, int n) => Check(b =>
    {
        var x = Input(b, "x", 1, m, k);
        b.Output("y", b.Node("fc", new MatMul { Activation = new Activation(ActivationKind.Gelu) }, x, b.Constant("w", Random(1, k, n)), b.Constant("bias", Random(2, n))));
    }, "mlu370-x4");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Product_of_computed_matrices(bool transposed) => Check(b =>
    {
        var a = Input(b, "a", 2, 3, 20, 24);
        var c = transposed ? Input(b, "b", 2, 3, 70, 24) : Input(b, "b", 2, 3, 24, 70);
        var right = transposed ? b.Node("turn", new Transpose([0, 1, 3, 2]), c) : c;
        var product = b.Node("product", new MatMul { Alpha = 0.5 }, a, right);
        b.Output("y", b.Node("back", new Transpose([0, 2, 1, 3]), product));
    });

    [Theory]
    [InlineData(1, 3, 8)]
    [InlineData(2, 7, 300)]
    public void Rows(int batch, int rows, int length) => Check(b =>
    {
        var x = Input(b, "x", batch, rows, length);
        var norm = b.Node("norm", new LayerNormalization(2, 1e-5), x, b.Constant("gamma", Random(1, length)), b.Constant("beta", Random(2, length)));
        b.Output("y", b.Node("softmax", new Softmax(2), norm));
    });

    [Fact]
    public void Pooling_and_means() => Check(b =>
    {
        var x = Input(b, "x", 2, 20, 13, 13);
        var window = Window.Of(3, 3) with { Strides = [2, 2], PadsBegin = [1, 1], PadsEnd = [1, 1] };
        var pooled = b.Node("pool", new Pool { Kind = PoolKind.Max, Window = window }, x);
        b.Output("average", b.Node("average", new GlobalPool(PoolKind.Average), pooled));
        b.Output("mean", b.Node("mean", new Reduce(ReduceFunction.Mean, [2, 3], false), pooled));
        b.Output("last", b.Node("last", new Reduce(ReduceFunction.Max, [3], true), pooled));
        b.Output("channels", b.Node("channels", new Reduce(ReduceFunction.Sum, [1], false), pooled));
    });

    [Fact]
    public void Elementwise_with_broadcasts() => Check(b =>
    {
        var x = Input(b, "x", 2, 3, 40);
        var row = Input(b, "row", 40);
        var column = Input(b, "column", 2, 3, 1);
        var sum = b.Node("sum", new Binary(BinaryFunction.Add), row, x);
        var scaled = b.Node("scaled", new Binary(BinaryFunction.Mul), sum, column);
        var shifted = b.Node("shifted", new Binary(BinaryFunction.Sub), b.Constant("one", Tensor.Scalar(1f)), scaled);
        var positive = b.Node("abs", new Unary(UnaryFunction.Abs), shifted);
        b.Output("y", b.Node("sqrt", new Binary(BinaryFunction.Pow), positive, b.Constant("half", Tensor.Scalar(0.5f))));
        b.Output("z", b.Node("difference", new Binary(BinaryFunction.Sub), row, x));
    });

    [Fact]
    public void Movement() => Check(b =>
    {
        var x = Input(b, "x", 2, 6, 10);
        var y = Input(b, "y", 2, 6, 5);
        var joined = b.Node("join", new Concat(2), x, y);
        var slice = b.Node("slice", new Slice([0, 1, 3], [1, 2, 1], [2, 3, 8]), joined);
        b.Output("turned", b.Node("turn", new Transpose([2, 0, 1]), slice));
        b.Output("flat", b.Node("flat", new Reshape(new Shape(12, 15)), joined));
    });
}
