using System.Collections.Immutable;
using AccelSim.Compiler.Mlu;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Reference;
using AccelSim.Graph.Tests;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Mlu;

public sealed class ScheduleTests
{
    [Fact]
    public void Schedule_text_reads_back() =>
        Law.Holds(
            from tasks in Gen.Choose(1, 64).Two()
            from rows in Gen.Choose(1, 500)
            from cols in Gen.Choose(0, 500)
            from co in Gen.Choose(1, 4096)
            from slices in Gen.Choose(1, 16)
            from windows in Gen.Choose(1, 7)
            from stages in Gen.Choose(3, 5)
            from union in Gen.Elements(1, 2, 4, 8)
            from share in Gen.Choose(0, 1)
            select new ConvSchedule(tasks.Item1, tasks.Item2, rows, co, slices, share == 1, cols, windows, stages, union),
            schedule => ConvSchedule.Parse(schedule.ToString()) == schedule);

    [Theory]
    [InlineData("")]
    [InlineData("conv()")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=x,co=64,slices=1,own)")]
    [InlineData("pool(rows=1)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=4,co=64,slices=1)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=4,co=64,slices=1,own,share)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=0,co=64,slices=1,own)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=-4,co=64,slices=1,own)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=4,rows=4,co=64,slices=1,own)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=99999999999,co=64,slices=1,own)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=4,co=64,slices=1,stage=5,own)")]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=4,co=64,slices=1,own,)")]
    public void Malformed_schedule_is_refused(string text) => Assert.Throws<FormatException>(() => ConvSchedule.Parse(text));

    [Fact]
    public void Chosen_schedule_fits_and_every_core_has_work_on_a_large_convolution()
    {
        var target = new MluTarget(Agreement.Chip("mlu370-x4"), MluDataType.F16);
        var problem = new ConvProblem { N = 8, H = 56, W = 56, Ci = 64, Co = 64, Kh = 3, Kw = 3, Top = 1, Bottom = 1, Left = 1, Right = 1 };
        var schedule = ConvScheduler.Choose(problem, target);
        Assert.True(new ConvTiling(problem, schedule, target).Fits(target));
        Assert.Equal(32, schedule.Tasks);
    }

    [Theory]
    [InlineData("conv(rowTasks=1,coTasks=1,rows=3,co=64,slices=1,own)")]
    [InlineData("conv(rowTasks=4,coTasks=2,rows=2,co=16,slices=1,windows=3,own)")]
    [InlineData("conv(rowTasks=4,coTasks=2,rows=2,cols=5,co=16,slices=3,windows=2,own)")]
    [InlineData("conv(rowTasks=4,coTasks=1,rows=1,co=32,slices=1,share)")]
    [InlineData("conv(rowTasks=4,coTasks=2,rows=3,co=64,slices=2,share)")]
    [InlineData("conv(rowTasks=32,coTasks=1,rows=3,co=32,slices=1,union=8,share)")]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=2,co=20,slices=1,stages=4,own)")]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=2,co=20,slices=1,stages=5,own)")]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=2,cols=7,co=16,slices=1,stages=5,union=4,share)")]
    [InlineData("conv(rowTasks=2,coTasks=16,rows=2,co=5,slices=1,stages=5,union=4,own)")]
    public void Forced_schedule_is_used_and_gives_the_same_values(string text)
    {
        var builder = new GraphBuilder("forced");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(1, 12, 12, 12)));
        var random = new Random(3);
        var weights = new Tensor(ElementType.Float32, new Shape(80, 12, 3, 3));
        foreach (ref var value in weights.Span<float>())
        {
            value = (float)random.NextDouble() - 0.5f;
        }

        var window = Window.Of(3, 3) with { PadsBegin = [1, 1], PadsEnd = [1, 1] };
        builder.Output("y", builder.Node("conv", new Conv { Window = window }, x, builder.Constant("w", weights)));
        var graph = builder.Build();
        var chip = Agreement.Chip("mlu370-x4");
        var image = MluCompiler.Compile(graph, chip, new CompileOptions { Precision = ElementType.Float32, Schedules = ImmutableDictionary<string, string>.Empty.Add("conv", text) });
        Assert.Equal(text, Assert.Single(image.Kernels).Source[0].Note);
        var inputs = Agreement.Inputs(graph);
        var actual = new MluImageRun(image, chip).Run(graph, inputs)["y"];
        var expected = Interpreter.Run(graph, inputs)["y"].ToFloat32();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4f);
        }
    }

    [Theory]
    [InlineData("nowhere", "conv(rowTasks=1,coTasks=1,rows=1,co=8,slices=1,own)", "'nowhere'")]
    [InlineData("conv", "conv(rowTasks=1)", "lacks")]
    [InlineData("conv", "conv(rowTasks=1,coTasks=1,rows=500,co=8,slices=1,own)", "larger than NRAM")]
    [InlineData("conv", "conv(rowTasks=1,coTasks=1,rows=4,co=8,slices=1,stages=7,own)", "3, 4 and 5 stages")]
    [InlineData("conv", "conv(rowTasks=4,coTasks=1,rows=4,co=8,slices=1,union=2,own)", "something to pass on")]
    [InlineData("conv", "conv(rowTasks=4,coTasks=1,rows=4,co=8,slices=1,union=4,share)", "unions of that many clusters")]
    [InlineData("conv", "conv(rowTasks=2,coTasks=2,rows=4,co=8,slices=1,union=2,share)", "do not share output channels")]
    [InlineData("conv", "conv(rowTasks=4,coTasks=1,rows=4,co=8,slices=1,stages=5,own)", "do not share input rows")]
    [InlineData("conv", "conv(rowTasks=2,coTasks=2,rows=4,co=8,slices=1,stages=5,share)", "no weights in common")]
    public void Forced_schedule_that_cannot_be_is_an_error(string layer, string text, string expected)
    {
        var options = new CompileOptions { Precision = ElementType.Float32, Schedules = ImmutableDictionary<string, string>.Empty.Add(layer, text) };
        var problem = Assert.Throws<CompileException>(() => MluCompiler.Compile(SmallConvolution(64, 64, 8), Agreement.Chip("toy-mlu"), options));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4096, 4, 3)]
    [InlineData(1024, 60, 3)]
    [InlineData(3, 4, 4)]
    [InlineData(1, 100, 100)]
    public void No_convolution_is_too_deep_or_too_large_for_small_scratchpads(long channels, long size, long kernel)
    {
        var image = Agreement.Check(SmallConvolution(channels, size, kernel), Agreement.Chip("toy-mlu"), ElementType.Float32, 1e-4);
        Assert.Empty(image.HostOperators);
    }

    [Theory]
    [InlineData(2000, 3, 1, 1)]
    [InlineData(4097, 7, 2, 3)]
    [InlineData(6000, 5, 3, 0)]
    public void No_convolution_is_too_wide_for_small_scratchpads(long width, long kernel, long stride, long pad)
    {
        var builder = new GraphBuilder("wide");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(2, 20, 8, width)));
        var window = Window.Of(kernel, kernel) with { Strides = [stride, stride], PadsBegin = [pad, pad], PadsEnd = [pad, pad] };
        builder.Output("y", builder.Node("conv", new Conv { Window = window }, x, builder.Constant("w", RandomGraphs.Noise(new Random(5), new Shape(24, 20, kernel, kernel), 0, 0.3))));
        var image = Agreement.Check(builder.Build(), Agreement.Chip("toy-mlu"), ElementType.Float32, 1e-4);
        Assert.Empty(image.HostOperators);
        Assert.Contains("cols=", Assert.Single(image.Kernels).Source[0].Note, StringComparison.Ordinal);
    }

    private static ModelGraph SmallConvolution(long channels, long size, long kernel)
    {
        var builder = new GraphBuilder("small");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(1, channels, size, size)));
        var weights = new Tensor(ElementType.Float32, new Shape(8, channels, kernel, kernel));
        var random = new Random(5);
        foreach (ref var value in weights.Span<float>())
        {
            value = (float)random.NextDouble() - 0.5f;
        }

        builder.Output("y", builder.Node("conv", new Conv { Window = Window.Of(kernel, kernel) }, x, builder.Constant("w", weights)));
        return builder.Build();
    }

    [Fact]
    public void Impossible_requests_say_what_to_do()
    {
        var builder = new GraphBuilder("huge");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(1, 1L << 33)));
        builder.Output("y", builder.Node("relu", new Activate(Activation.Relu), x));
        var graph = builder.Build();
        var chip = Agreement.Chip("mlu370-x4");
        var problem = Assert.Throws<CompileException>(() => MluCompiler.Compile(graph, chip, new CompileOptions { Precision = ElementType.Float32 }));
        Assert.Contains("--batch", problem.Message, StringComparison.Ordinal);
        Assert.Contains("more than MLU370-X4 has", problem.Message, StringComparison.Ordinal);
        var noFloat = Assert.Throws<CompileException>(() => MluCompiler.Compile(graph, Agreement.Chip("mlu270-s4"), new CompileOptions { Precision = ElementType.Float16 }));
        Assert.Contains("--precision", noFloat.Message, StringComparison.Ordinal);
    }
}
