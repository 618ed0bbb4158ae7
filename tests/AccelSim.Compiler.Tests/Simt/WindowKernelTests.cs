using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Windows;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Pooling, depthwise and grouped convolution over channels-last images against sums in double.</summary>
public class WindowKernelTests
{
    private static readonly Gen<int> ChannelCounts = Gen.Elements(1, 2, 3, 4, 6, 8, 12, 16, 20, 33, 40);

    private static readonly Gen<WindowShape> Shapes =
        from n in Gen.Choose(1, 3)
        from h in Gen.Choose(1, 9)
        from w in Gen.Choose(1, 12)
        from kernel in Gen.Two(Gen.Choose(1, 4))
        from stride in Gen.Two(Gen.Choose(1, 3))
        from dilation in Gen.Two(Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Constant(2))))
        from before in Gen.Two(Gen.Choose(0, 2))
        from after in Gen.Two(Gen.Choose(0, 2))
        from over in Gen.Two(Gen.Choose(0, 1))
        let free = (y: h + before.Item1 + after.Item1 - ((kernel.Item1 - 1) * dilation.Item1) - 1, x: w + before.Item2 + after.Item2 - ((kernel.Item2 - 1) * dilation.Item2) - 1)
        where free.y >= 0 && free.x >= 0
        select new WindowShape
        {
            N = n,
            H = h,
            W = w,
            Kh = kernel.Item1,
            Kw = kernel.Item2,
            Sy = stride.Item1,
            Sx = stride.Item2,
            Dy = dilation.Item1,
            Dx = dilation.Item2,
            Top = before.Item1,
            Left = before.Item2,
            Bottom = after.Item1,
            Right = after.Item2,
            Ho = Outputs(free.y, stride.Item1, over.Item1, h + before.Item1),
            Wo = Outputs(free.x, stride.Item2, over.Item2, w + before.Item2),
        };

    [Fact]
    public void Pooling_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from shape in Shapes
        from channels in ChannelCounts
        from kind in Gen.Elements(PoolKind.Max, PoolKind.Average)
        from counts in Gen.Elements(false, true)
        from seed in Gen.Choose(0, 1000)
        select (target, seed, p: new PoolProblem(kind, shape, channels, counts)),
        c => CheckPool(c.p, c.target, c.seed), count: 120);

    [Theory]
    [InlineData(9, 9)]
    [InlineData(2, 70)]
    public void Windows_that_are_not_written_out(int kh, int kw)
    {
        var shape = new WindowShape { N = 1, H = kh + 1, W = kw + 2, Kh = kh, Kw = kw, Top = 1, Left = 2, Ho = 3, Wo = 5 };
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float16);
        CheckPool(new PoolProblem(PoolKind.Max, shape, 12, false), target, 1);
        CheckPool(new PoolProblem(PoolKind.Average, shape, 12, true), target, 2);
        var epilogue = new WindowEpilogue(true, false, Activation.None);
        CheckConvolution(new GroupedConvProblem(shape, 6, 6, 6, epilogue), target, 3, depthwise: true);
        CheckConvolution(new GroupedConvProblem(shape, 8, 16, 2, epilogue), target, 4, depthwise: false);
    }

    [Fact]
    public void Depthwise_convolution_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from shape in Shapes
        from channels in ChannelCounts
        from epilogue in Epilogues
        from seed in Gen.Choose(0, 1000)
        select (target, seed, p: new GroupedConvProblem(shape, channels, channels, channels, epilogue)),
        c => CheckConvolution(c.p, c.target, c.seed, depthwise: true), count: 100);

    [Fact]
    public void Grouped_convolution_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from shape in Shapes
        from groups in Gen.Elements(1, 2, 3, 5, 8)
        from inputs in Gen.Elements(1, 2, 3, 4, 8, 12)
        from outputs in Gen.Elements(1, 2, 3, 4, 8, 16)
        from epilogue in Epilogues
        from seed in Gen.Choose(0, 1000)
        select (target, seed, p: new GroupedConvProblem(shape, groups * inputs, groups * outputs, groups, epilogue)),
        c => CheckConvolution(c.p, c.target, c.seed, depthwise: false), count: 100);

    [Fact]
    public void Many_pixels_share_the_columns_of_a_thread()
    {
        // threads enough for four pixels each, the last of a row with fewer
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80", "sms=1", "smsPerCluster=1", "smsPerTpc=1"), ElementType.Float16);
        var shape = new WindowShape { N = 1, H = 40, W = 41, Kh = 3, Kw = 3, Top = 1, Left = 1, Bottom = 1, Right = 1, Ho = 40, Wo = 41 };
        var p = new GroupedConvProblem(shape, 24, 24, 24, new WindowEpilogue(true, true, Activation.Relu));
        Assert.Contains("pixels=4", CheckConvolution(p, target, 5, depthwise: true));
    }

    [Fact]
    public void Values_do_not_change_the_time()
    {
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float16);
        var shape = new WindowShape { N = 1, H = 14, W = 14, Kh = 3, Kw = 3, Top = 1, Left = 1, Ho = 14, Wo = 14 };
        var kernel = DepthwiseKernel.Write("depthwise", new DepthwiseProblem(shape, 16, new WindowEpilogue(false, false, Activation.None)), target);
        var x = RowTargets.Values(14 * 14 * 16, 1, target);
        var run = new SimtKernelRun().With("x", x, target.Type).With("w", x.AsSpan(0, 9 * 16), target.Type).With("y", x, target.Type);
        Assert.Equal(run.Cycles(kernel, target.Chip), run.Cycles(kernel, target.Chip, values: true));
    }

    private static Gen<WindowEpilogue> Epilogues =>
        from bias in Gen.Elements(false, true)
        from residual in Gen.Elements(false, true)
        from activation in Gen.Elements(Activation.None, Activation.Relu)
        select new WindowEpilogue(bias, residual, activation);

    private static int Outputs(int free, int stride, int over, int most) =>
        (free / stride) + 1 + (over == 1 && free % stride != 0 && ((free / stride) + 1) * stride < most ? 1 : 0);

    private static void CheckPool(PoolProblem p, SimtTarget target, int seed)
    {
        var (s, c) = (p.Shape, p.Channels);
        var x = RowTargets.Values(s.N * s.H * s.W * c, seed, target, 1);
        var run = new SimtKernelRun().With("x", x, target.Type).With("y", new float[s.Pixels * c], target.Type).Values(PoolKernel.Write("pool", p, target), target.Chip);
        var expected = Enumerable.Range(0, s.Pixels * c).Select(i =>
        {
            var taps = Taps(s, i / c).ToArray();
            var values = taps.Where(tap => Inside(s, tap)).Select(tap => (double)x[(((((tap.Image * s.H) + tap.Row) * s.W) + tap.Column) * c) + (i % c)]).ToArray();
            var count = p.CountsPadding ? taps.Count(tap => tap.Row < s.H + s.Bottom && tap.Column < s.W + s.Right) : values.Length;
            return p.Kind == PoolKind.Average ? values.Sum() / Math.Max(count, 1) : values.DefaultIfEmpty(double.NegativeInfinity).Max();
        });
        RowTargets.Close([.. expected], run.Floats("y", target.Type), target);
    }

    /// <summary>Checks the values of a convolution and returns its schedule.</summary>
    private static string CheckConvolution(GroupedConvProblem p, SimtTarget target, int seed, bool depthwise)
    {
        var (s, type) = (p.Shape, target.Type);
        int inputs = p.Inputs / p.Groups, outputs = p.Outputs / p.Groups;
        var x = RowTargets.Values(s.N * s.H * s.W * p.Inputs, seed, target);
        var w = RowTargets.Values(s.Kh * s.Kw * inputs * p.Outputs, seed + 1, target, 0, 0.5);
        var (bias, residual) = (RowTargets.Values(p.Outputs, seed + 2, target), RowTargets.Values(s.Pixels * p.Outputs, seed + 3, target));
        var kernel = depthwise
            ? DepthwiseKernel.Write("depthwise", new DepthwiseProblem(s, p.Inputs, p.Epilogue), target)
            : GroupedConvKernel.Write("grouped", p, target);
        var run = new SimtKernelRun().With("x", x, type).With("w", w, type).With("bias", bias, type).With("residual", residual, type)
            .With("y", new float[s.Pixels * p.Outputs], type).Values(kernel, target.Chip);
        var expected = Enumerable.Range(0, s.Pixels * p.Outputs).Select(i =>
        {
            var channel = i % p.Outputs;
            var sum = (p.Epilogue.HasBias ? bias[channel] : 0.0) + (p.Epilogue.HasResidual ? residual[i] : 0);
            foreach (var (tap, number) in Taps(s, i / p.Outputs).Select((tap, number) => (tap, number)).Where(pair => Inside(s, pair.tap)))
            {
                for (var input = 0; input < inputs; input++)
                {
                    sum += (double)x[(((((tap.Image * s.H) + tap.Row) * s.W) + tap.Column) * p.Inputs) + (channel / outputs * inputs) + input] * w[(((number * inputs) + input) * p.Outputs) + channel];
                }
            }

            return p.Epilogue.Activation.Kind == ActivationKind.Relu ? Math.Max(0, sum) : sum;
        });
        RowTargets.Close([.. expected], run.Floats("y", type), target, 1e-4);
        return kernel.Schedule;
    }

    private static bool Inside(WindowShape s, (int Image, int Row, int Column) tap) => (uint)tap.Row < (uint)s.H && (uint)tap.Column < (uint)s.W;

    /// <summary>Where the taps of an output pixel lie, row by row.</summary>
    private static IEnumerable<(int Image, int Row, int Column)> Taps(WindowShape s, int pixel) =>
        from row in Enumerable.Range(0, s.Kh)
        from column in Enumerable.Range(0, s.Kw)
        select (pixel / s.Wo / s.Ho, (pixel / s.Wo % s.Ho * s.Sy) - s.Top + (row * s.Dy), (pixel % s.Wo * s.Sx) - s.Left + (column * s.Dx));
}
