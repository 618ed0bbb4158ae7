using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Single operators in awkward shapes through the compiler of the simt family, against the reference interpreter.</summary>
public class SimtLayerTests
{
    private static readonly string[] Chips = ["a100-sxm4-80", "v100-sxm2", "br104", "mi100"];

    [Theory]
    [InlineData(5, 40, 24, false, false)]
    [InlineData(33, 17, 9, false, true)]
    [InlineData(70, 64, 130, true, false)]
    [InlineData(1, 50, 60, false, false)]
    public void Products_with_weights(int m, int k, int n, bool transposeA, bool transposeB) => Check(b =>
    {
        var x = b.Input("x", Float(transposeA ? [k, m] : [m, k]));
        var w = b.Constant("w", Random(1, transposeB ? [n, k] : [k, n]));
        var product = new MatMul { TransposeA = transposeA, TransposeB = transposeB, Activation = Activation.Relu };
        b.Output("y", b.Node("product", product, x, w, b.Constant("bias", Random(2, n))));
    });

    [Fact]
    public void A_product_takes_in_the_addition_and_the_activation_after_it()
    {
        var image = Check(b =>
        {
            var (x, r) = (b.Input("x", Float(2, 9, 32)), b.Input("r", Float(2, 9, 24)));
            var y = b.Node("product", new MatMul(), x, b.Constant("w", Random(1, 32, 24)));
            b.Output("y", b.Node("gelu", new Activate(new Activation(ActivationKind.Gelu)), b.Node("sum", new Binary(BinaryFunction.Add), r, y)));
        });
        Assert.Equal("MatMul+Add+Gelu", Assert.Single(image.Layers).Operator);
    }

    [Fact]
    public void Heads_of_attention_are_read_where_they_lie() => Check(b =>
    {
        // [batch, tokens, heads x size] seen as [batch, heads, tokens, size], and K turned
        var heads = new long[] { 2, 10, 3, 16 };
        ValueId Split(string name) => b.Node(name + ".turned", new Transpose([0, 2, 1, 3]), b.Node(name + ".split", new Reshape(new Shape(heads)), b.Input(name, Float(2, 10, 48))));
        var (q, k, v) = (Split("q"), Split("k"), Split("v"));
        var scores = b.Node("scores", new MatMul { Alpha = 0.25 }, q, b.Node("kt", new Transpose([0, 1, 3, 2]), k));
        var mixed = b.Node("mixed", new MatMul(), b.Node("softmax", new Softmax(3), scores), v);
        b.Output("y", b.Node("joined", new Reshape(new Shape(2, 10, 48)), b.Node("back", new Transpose([0, 2, 1, 3]), mixed)));
    });

    [Fact]
    public void Batches_broadcast() => Check(b =>
    {
        var (x, y) = (b.Input("x", Float(2, 1, 3, 7, 12)), b.Input("y", Float(4, 1, 12, 10)));
        b.Output("z", b.Node("product", new MatMul(), x, y));
    });

    [Theory]
    [InlineData(1, 8, 7, 7, 16, 3, 1, 1, 1)]
    [InlineData(2, 3, 15, 11, 70, 7, 2, 3, 1)]
    [InlineData(1, 24, 9, 9, 20, 1, 1, 0, 1)]
    [InlineData(1, 12, 9, 9, 24, 3, 2, 1, 4)]
    [InlineData(1, 16, 9, 9, 16, 3, 1, 1, 16)]
    public void Convolutions(int n, int ci, int h, int w, int co, int kernel, int stride, int pad, int groups) => Check(b =>
    {
        var window = Window.Of(kernel, kernel) with { Strides = [stride, stride], PadsBegin = [pad, pad], PadsEnd = [pad, pad] };
        var convolution = new Conv { Window = window, Groups = groups };
        var y = b.Node("conv", convolution, b.Input("x", Float(n, ci, h, w)), b.Constant("w", Random(1, co, ci / groups, kernel, kernel)), b.Constant("bias", Random(2, co)));
        b.Output("y", b.Node("relu", new Activate(Activation.Relu), b.Node("sum", new Binary(BinaryFunction.Add), y, b.Input("r", Float([.. b[y].Shape.Dims])))));
    });

    [Fact]
    public void Pooling_and_reductions() => Check(b =>
    {
        var x = b.Input("x", Float(2, 10, 9, 7));
        var window = Window.Of(3, 3) with { Strides = [2, 2], PadsBegin = [1, 1], PadsEnd = [1, 1] };
        b.Output("max", b.Node("maxpool", new Pool { Kind = PoolKind.Max, Window = window }, x));
        b.Output("average", b.Node("averagepool", new Pool { Kind = PoolKind.Average, Window = window, CountIncludePad = false }, x));
        b.Output("global", b.Node("globalpool", new GlobalPool(PoolKind.Average), x));
        b.Output("channels", b.Node("sum", new Reduce(ReduceFunction.Sum, [1], true), x));
        b.Output("rows", b.Node("largest", new Reduce(ReduceFunction.Max, [2, 3], false), x));
        b.Output("odd", b.Node("norm", new Reduce(ReduceFunction.L2, [0, 2], false), x));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Softmax_along_any_axis(int axis) => Check(b => b.Output("y", b.Node("softmax", new Softmax(axis) { Logarithm = axis == 1 }, b.Input("x", Float(5, 6, 37)))));

    private static Isa.Image.ProgramImage Check(Action<GraphBuilder> build)
    {
        var builder = new GraphBuilder("test");
        build(builder);
        var graph = builder.Build();
        foreach (var chip in Chips)
        {
            SimtAgreement.Check(graph, SimtKernelRun.Chip(chip), ElementType.Float32, 2e-5);
        }

        return SimtAgreement.Check(graph, SimtKernelRun.Chip(Chips[0]), ElementType.Float16, 4e-3);
    }

    private static TensorType Float(params long[] dims) => new(ElementType.Float32, new Shape(dims));

    private static Tensor Random(int seed, params long[] dims)
    {
        var random = new Random(seed);
        var shape = new Shape(dims);
        return Tensor.Of<float>(shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (float)((random.NextDouble() * 2) - 1))]);
    }
}
