using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Reference;
using AccelSim.Graph.Tests;
using AccelSim.Isa.Image;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>
/// Every kernel where its data is many times larger than the core's memories, tiles do not divide the extents, or there is one element only: the reference
/// interpreter's values, nothing on the host, no race.
/// </summary>
public sealed class SmallMemoryTests
{
    private static readonly string[] Small = ["core.scratchpads.nram.size=16 KiB", "core.scratchpads.wram.size=16 KiB"];

    /// <summary>Checks in both precisions; returns the fp32 image.</summary>
    private static ProgramImage Check(Action<GraphBuilder> build, double half = 2e-2, params string[] overrides)
    {
        var builder = new GraphBuilder("small");
        build(builder);
        var graph = builder.Build();
        var expected = Interpreter.Run(graph, Agreement.Inputs(graph));
        var chip = Agreement.Chip("toy-mlu", overrides.Length > 0 ? overrides : Small);
        Run(ElementType.Float16, half);
        return Run(ElementType.Float32, 2e-5);

        ProgramImage Run(ElementType precision, double tolerance)
        {
            var detector = new MluRaceDetector();
            var image = Agreement.Check(graph, chip, precision, tolerance, expected, detector);
            Assert.Empty(image.HostOperators);
            Assert.True(detector.Races.IsEmpty, string.Join('\n', detector.Races.Take(3)));
            return image;
        }
    }

    private static ValueId Input(GraphBuilder b, string name, params long[] dims) => b.Input(name, new TensorType(ElementType.Float32, new Shape(dims)));

    private static ValueId Noise(GraphBuilder b, string name, params long[] dims) => b.Constant(name, RandomGraphs.Noise(new Random(name.Length), new Shape(dims), 0, 0.4));

    private static string Note(ProgramImage image) => image.Kernels[^1].Source[0].Note;

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1, 0)]
    [InlineData(1, 3, 5, 300, 3, 2, 1)]
    [InlineData(2, 200, 9, 37, 3, 1, 1)]
    [InlineData(1, 333, 12, 11, 5, 3, 2)]
    [InlineData(1, 70, 20, 20, 7, 1, 3)]
    public void Pooling(int n, int c, int h, int w, int kernel, int stride, int pad) => Check(b =>
    {
        var x = Input(b, "x", n, c, h, w);
        var window = Window.Of(kernel, kernel) with { Strides = [stride, stride], PadsBegin = [pad, pad], PadsEnd = [pad, pad] };
        b.Output("max", b.Node("max", new Pool { Kind = PoolKind.Max, Window = window }, x));
        b.Output("mean", b.Node("mean", new Pool { Kind = PoolKind.Average, Window = window, CountIncludePad = true }, x));
    });

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1, 1, 0)]
    [InlineData(1, 3, 5, 300, 3, 2, 1, 1)]
    [InlineData(2, 200, 9, 37, 3, 1, 1, 1)]
    [InlineData(1, 333, 12, 11, 5, 3, 1, 2)]
    [InlineData(1, 70, 20, 20, 3, 1, 3, 3)]
    [InlineData(1, 70, 20, 20, 3, 2, 2, 4)]
    public void Depthwise(int n, int c, int h, int w, int kernel, int stride, int dilation, int pad) => Check(b =>
    {
        var x = Input(b, "x", n, c, h, w);
        var window = Window.Of(kernel, kernel) with { Strides = [stride, stride], Dilations = [dilation, dilation], PadsBegin = [pad, pad], PadsEnd = [pad, 0] };
        var conv = new Conv { Window = window, Groups = c, Activation = new Activation(ActivationKind.HardSwish) };
        b.Output("y", b.Node("conv", conv, x, Noise(b, "w", c, 1, kernel, kernel), Noise(b, "bias", c)));
    });

    [Theory]
    [InlineData(1, 2, 1, 1, 5, 5, 3, 1, 1)]
    [InlineData(2, 32, 4, 4, 14, 14, 3, 1, 1)]
    [InlineData(1, 3, 24, 40, 9, 70, 3, 2, 1)]
    [InlineData(1, 6, 2, 5, 11, 300, 5, 1, 2)]
    [InlineData(1, 12, 1, 3, 11, 13, 3, 2, 4)]
    [InlineData(3, 2, 64, 100, 6, 6, 1, 1, 0)]
    public void Grouped_convolution(int n, int groups, int ci, int co, int h, int w, int kernel, int stride, int pad)
    {
        Check(Build, overrides: "core.scratchpads.nram.size=16 KiB");
        // where there is room more groups are computed together
        Check(Build, overrides: "core.scratchpads.nram.size=512 KiB");

        void Build(GraphBuilder b)
        {
            var x = Input(b, "x", n, groups * ci, h, w);
            var window = Window.Of(kernel, kernel) with { Strides = [stride, stride], PadsBegin = [pad, pad], PadsEnd = [pad, 0] };
            var conv = new Conv { Window = window, Groups = groups, Activation = Activation.Relu };
            b.Output("y", b.Node("conv", conv, x, Noise(b, "w", groups * co, ci, kernel, kernel), Noise(b, "bias", groups * co)));
        }
    }

    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(3, 9000, 5, false)]
    [InlineData(3, 9000, 5, true)]
    [InlineData(65, 3001, 67, false)]
    [InlineData(65, 3001, 67, true)]
    [InlineData(300, 40, 1000, false)]
    public void Product_with_a_long_reduction(int m, int k, int n, bool transposed)
    {
        var image = Check(b =>
        {
            var a = Input(b, "a", 2, m, k);
            var c = transposed ? b.Node("turn", new Transpose([0, 2, 1]), Input(b, "b", 2, n, k)) : Input(b, "b", 2, k, n);
            b.Output("y", b.Node("product", new MatMul { Alpha = 0.25 }, a, c));
        });
        Assert.Equal(k > 1, Note(image).Contains("depth=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 129)]
    [InlineData(3, 5000)]
    [InlineData(1, 20000)]
    [InlineData(6, 4097)]
    public void Rows(int rows, int length)
    {
        var image = Check(b =>
        {
            var x = Input(b, "x", rows, length);
            ValueId gamma = Noise(b, "gamma", length), beta = Noise(b, "beta", length);
            b.Output("softmax", b.Node("softmax", new Softmax(1), x));
            b.Output("log", b.Node("log", new Softmax(1) { Logarithm = true }, x));
            b.Output("layer", b.Node("layer", new LayerNormalization(1, 1e-5), x, gamma, beta));
            b.Output("rms", b.Node("rms", new RmsNormalization(1, 1e-5), x, gamma));
        });
        Assert.Equal(length > 1000, Note(image).Contains("piece=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 5000, 3)]
    [InlineData(1, 700, 130)]
    [InlineData(7, 8000, 1)]
    public void Reductions(int outer, int reduced, int inner) => Check(b =>
    {
        var x = Input(b, "x", outer, reduced, inner);
        foreach (var function in new[] { ReduceFunction.Mean, ReduceFunction.Sum, ReduceFunction.Max, ReduceFunction.Min })
        {
            var name = function.ToString();
            b.Output(name, b.Node(name + "_node", new Reduce(function, [1], false), x));
        }
    });

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 4001)]
    [InlineData(2, 9973, 1)]
    [InlineData(5, 100, 1000)]
    public void Elementwise_operands_of_any_period(int outer, int middle, int inner) => Check(b =>
    {
        var x = Input(b, "x", outer, middle, inner);
        ValueId row = Input(b, "row", inner), block = Input(b, "block", middle, inner), column = Input(b, "column", outer, middle, 1);
        var sum = b.Node("sum", new Binary(BinaryFunction.Add), x, row);
        var product = b.Node("product", new Binary(BinaryFunction.Mul), sum, block);
        var scaled = b.Node("scaled", new Binary(BinaryFunction.Sub), product, column);
        b.Output("y", b.Node("silu", new Activate(new Activation(ActivationKind.HardSwish)), scaled));
    });

    [Fact]
    public void Elementwise_of_a_short_and_a_long_period_in_one_kernel()
    {
        // batch normalisation takes two vectors at once
        foreach (var channels in new[] { 1, 5, 700, 5003 })
        {
            Check(b =>
            {
                var x = Input(b, "x", 2, channels, 3, 5);
                var positive = b.Constant("variance", RandomGraphs.Noise(new Random(1), new Shape(channels), 1, 0.1));
                b.Output("y", b.Node("norm", new BatchNormalization(1e-5), x, Noise(b, "gamma", channels), Noise(b, "beta", channels), Noise(b, "mean", channels), positive));
            });
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5001, 7)]
    [InlineData(77, 300, 200)]
    public void Movement(int a, int b, int c) => Check(builder =>
    {
        var x = Input(builder, "x", a, b, c);
        builder.Output("turned", builder.Node("turn", new Transpose([2, 1, 0]), x));
        builder.Output("joined", builder.Node("join", new Concat(1), x, Input(builder, "y", a, 3, c)));
    }, half: 1e-3);

    [Theory]
    [InlineData(5, 1, 1)]
    [InlineData(9, 7001, 11)]
    [InlineData(1000, 60, 300)]
    public void Look_up(int rows, int width, int count) => Check(b =>
    {
        var random = new Random(4);
        var indices = new Tensor(ElementType.Int64, new Shape(count));
        foreach (ref var index in indices.Span<long>())
        {
            index = random.Next(-rows, rows);
        }

        b.Output("y", b.Node("look", new Gather(0), Input(b, "table", rows, width), b.Constant("indices", indices)));
    }, half: 1e-3);

    [Theory]
    [InlineData(1)]
    [InlineData(40001)]
    public void Casts(int count) => Check(b =>
    {
        var x = b.Input("x", new TensorType(ElementType.Int64, new Shape(count)));
        b.Output("y", b.Node("cast", new Cast(ElementType.Float32), x));
    }, half: 1e-3);

    [Fact]
    public void Group_whose_filters_do_not_fit_runs_on_the_host()
    {
        var builder = new GraphBuilder("wide");
        var x = Input(builder, "x", 1, 400, 4, 4);
        builder.Output("y", builder.Node("conv", new Conv { Window = Window.Of(3, 3), Groups = 2 }, x, Noise(builder, "w", 8, 200, 3, 3)));
        var image = Agreement.Check(builder.Build(), Agreement.Chip("toy-mlu", Small), ElementType.Float32, 1e-5);
        Assert.Equal("conv", Assert.Single(image.HostOperators).Name);
    }

    [Fact]
    public void Window_that_no_tile_holds_runs_on_the_host()
    {
        var builder = new GraphBuilder("huge");
        var x = Input(builder, "x", 1, 3, 120, 120);
        builder.Output("y", builder.Node("pool", new Pool { Kind = PoolKind.Max, Window = Window.Of(100, 100) }, x));
        var image = Agreement.Check(builder.Build(), Agreement.Chip("toy-mlu", Small), ElementType.Float32, 1e-5);
        Assert.Equal("pool", Assert.Single(image.HostOperators).Name);
    }
}
