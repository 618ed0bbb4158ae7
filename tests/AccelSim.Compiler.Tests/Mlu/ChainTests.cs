using System.Collections.Immutable;
using AccelSim.Compiler.Mlu;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Reference;
using AccelSim.Graph.Tests;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Depth-first chains with depthwise stages, which leave columns between their rows that only the store removes.</summary>
public sealed class ChainTests
{
    /// <summary>How the middle of an inverted bottleneck slides.</summary>
    public sealed record Middle(int Kernel, int Stride, int Dilation, int Begin, int End);

    public static TheoryData<Middle, int, bool> Cases { get; } = new()
    {
        { new(3, 1, 1, 1, 1), 1, true },
        { new(3, 1, 1, 1, 1), 3, false },
        { new(3, 2, 1, 1, 1), 1, false },
        { new(5, 1, 1, 2, 2), 1, true },
        { new(5, 2, 1, 2, 2), 2, false },
        { new(3, 3, 1, 0, 1), 1, false },
        { new(3, 1, 2, 2, 2), 1, true },
        { new(3, 2, 2, 1, 2), 1, false },
        { new(1, 2, 1, 0, 0), 1, false },
        { new(3, 1, 1, 0, 0), 1, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inverted_bottleneck_is_one_kernel(Middle middle, int n, bool residual)
    {
        var image = Check(b =>
        {
            var x = Input(b, n, 24, 19, 17);
            var wide = Convolution(b, x, "expand", 24, 48, Window.Of(1, 1), 1, Activation.Relu6);
            var deep = Convolution(b, wide, "deep", 48, 48, Slide(middle), 48, new Activation(ActivationKind.HardSwish));
            var narrow = Convolution(b, deep, "project", 48, 24, Window.Of(1, 1), 1, Activation.None);
            return residual ? b.Node("relu", new Activate(Activation.Relu), b.Node("sum", new Binary(BinaryFunction.Add), narrow, x)) : narrow;
        });
        Assert.StartsWith("chain(", Assert.Single(image.Kernels).Source[0].Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Depthwise_stage_may_come_first_or_last(int stride)
    {
        var middle = new Middle(3, stride, 1, 1, 1);
        var first = Check(b => Convolution(b, Convolution(b, Input(b, 2, 40, 13, 21), "deep", 40, 40, Slide(middle), 40, Activation.Relu6), "project", 40, 24, Window.Of(1, 1), 1, Activation.None));
        Assert.StartsWith("chain(", Assert.Single(first.Kernels).Source[0].Note, StringComparison.Ordinal);
        var last = Check(b => Convolution(b, Convolution(b, Input(b, 2, 24, 13, 21), "expand", 24, 40, Window.Of(1, 1), 1, Activation.Relu6), "deep", 40, 40, Slide(middle), 40, Activation.None));
        Assert.StartsWith("chain(", Assert.Single(last.Kernels).Source[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Residual_that_is_not_the_input_is_added_at_the_pitch_of_the_result()
    {
        var image = Check(b =>
        {
            var x = Input(b, 1, 24, 12, 11);
            var other = b.Input("other", new TensorType(ElementType.Float32, new Shape(1, 24, 12, 11)));
            var deep = Convolution(b, x, "deep", 24, 24, Slide(new(3, 1, 1, 1, 1)), 24, Activation.Relu);
            return b.Node("sum", new Binary(BinaryFunction.Add), other, Convolution(b, deep, "project", 24, 24, Window.Of(1, 1), 1, Activation.None));
        });
        Assert.Equal("Conv > Conv+Add", image.Layers[^1].Operator);
    }

    [Fact]
    public void Stage_with_a_window_does_not_follow_a_depthwise_one()
    {
        var narrow = new ConvProblem { N = 1, H = 12, W = 12, Ci = 16, Co = 16, Groups = 16, Kh = 3, Kw = 3, Top = 1, Bottom = 1, Left = 1, Right = 1 };
        Assert.True(ChainTiling.CanFollow([narrow, narrow with { Groups = 1, Kh = 1, Kw = 1, Top = 0, Bottom = 0, Left = 0, Right = 0 }]));
        Assert.False(ChainTiling.CanFollow([narrow, narrow with { Groups = 1 }]));
        Assert.False(ChainTiling.CanFollow([narrow, narrow]));
    }

    [Fact]
    public void Run_is_divided_so_that_no_stage_is_left_over()
    {
        // expand, deep, project, expand, deep, project: two chains of three, though four stages would do as the first
        var image = Check(b =>
        {
            var x = Input(b, 1, 16, 28, 28);
            for (var block = 0; block < 2; block++)
            {
                x = Convolution(b, x, $"expand{block}", 16, 96, Window.Of(1, 1), 1, Activation.Relu6);
                x = Convolution(b, x, $"deep{block}", 96, 96, Slide(new(3, 1, 1, 1, 1)), 96, Activation.Relu6);
                x = Convolution(b, x, $"project{block}", 96, 16, Window.Of(1, 1), 1, Activation.None);
            }

            return x;
        });
        Assert.Equal(["expand0 +2", "expand1 +2"], image.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Layer_with_a_forced_schedule_is_not_taken_into_a_chain()
    {
        var builder = new GraphBuilder("forced");
        var x = Input(builder, 1, 16, 8, 8);
        var first = Convolution(builder, x, "first", 16, 16, Window.Of(1, 1), 1, Activation.Relu);
        builder.Output("y", Convolution(builder, first, "second", 16, 16, Window.Of(1, 1), 1, Activation.None));
        var chip = Agreement.Chip("mlu370-x4");
        var own = MluCompiler.Compile(builder.Build(), chip, new CompileOptions { Precision = ElementType.Float32 });
        Assert.Single(own.Kernels);
        var target = new MluTarget(chip, MluDataType.F32);
        var text = ConvScheduler.Choose(new ConvProblem { N = 1, H = 64, W = 1, Ci = 16, Co = 16, HasBias = true }, target).ToString();
        var forced = MluCompiler.Compile(
            builder.Build(), chip, new CompileOptions { Precision = ElementType.Float32, Schedules = ImmutableDictionary<string, string>.Empty.Add("second", text) });
        Assert.Equal(text, forced.Kernels[^1].Source[0].Note);
    }

    private static Window Slide(Middle m) => Window.Of(m.Kernel, m.Kernel) with
    {
        Strides = [m.Stride, m.Stride],
        Dilations = [m.Dilation, m.Dilation],
        PadsBegin = [m.Begin, m.Begin],
        PadsEnd = [m.End, m.End],
    };

    private static ValueId Input(GraphBuilder b, long n, long c, long h, long w) => b.Input("x", new TensorType(ElementType.Float32, new Shape(n, c, h, w)));

    private static ValueId Convolution(GraphBuilder b, ValueId x, string name, long ci, long co, Window window, long groups, Activation activation)
    {
        var random = new Random(name.Length);
        var weights = b.Constant(name + ".w", RandomGraphs.Noise(random, new Shape(co, ci / groups, window.Kernel[0], window.Kernel[1]), 0, 0.3));
        return b.Node(name, new Conv { Window = window, Groups = groups, Activation = activation }, x, weights, b.Constant(name + ".b", RandomGraphs.Noise(random, new Shape(co))));
    }

    private static ProgramImage Check(Func<GraphBuilder, ValueId> build)
    {
        var builder = new GraphBuilder("chain");
        builder.Output("y", build(builder));
        var graph = builder.Build();
        var expected = Interpreter.Run(graph, Agreement.Inputs(graph));
        var detector = new MluRaceDetector();
        Agreement.Check(graph, Agreement.Chip("mlu370-x4"), ElementType.Float16, 2e-2, expected, detector);
        var image = Agreement.Check(graph, Agreement.Chip("mlu370-x4"), ElementType.Float32, 2e-5, expected, detector);
        Assert.True(detector.Races.IsEmpty, string.Join('\n', detector.Races.Take(3)));
        return image;
    }
}
