using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Rows;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Reductions over trailing and over middle axes, in one kernel and in two, against sums in double.</summary>
public class ReductionTests
{
    [Fact]
    public void Reductions_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from function in Gen.Elements(Enum.GetValues<ReduceFunction>())
        from outer in Gen.Choose(1, 12)
        from reduced in Gen.Frequency((4, Gen.Choose(1, 50)), (2, Gen.Choose(51, 600)), (1, Gen.Choose(1, 40).Select(i => 8 * i)))
        from inner in Gen.Frequency((3, Gen.Constant(1)), (2, Gen.Choose(2, 40)), (1, Gen.Choose(1, 20).Select(i => 8 * i)))
        from seed in Gen.Choose(0, 1000)
        select (target, seed, p: new ReduceProblem(function, outer, reduced, inner)),
        c => Check(c.p, c.target, c.seed), count: 250);

    [Fact]
    public void Few_results_take_a_second_kernel() => Law.Holds(
        from target in RowTargets.Any()
        from function in Gen.Elements(Enum.GetValues<ReduceFunction>())
        from shape in Gen.Elements((1, 40_003, 1), (2, 20_480, 1), (1, 3_001, 6), (2, 1_000, 40))
        from seed in Gen.Choose(0, 1000)
        select (target, seed, p: new ReduceProblem(function, shape.Item1, shape.Item2, shape.Item3)),
        c => Assert.Equal(2, Check(c.p, c.target, c.seed)), count: 24);

    [Fact]
    public void The_infinite_and_the_empty_of_a_logarithm()
    {
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float32);
        var p = new ReduceProblem(ReduceFunction.LogSumExp, 1, 3, 1) { Result = ElementType.Float32 };
        var kernel = Reduction.Write("lse", p, target).Kernels.Single();
        var run = new SimtKernelRun().With("x", [float.NegativeInfinity, 1000, 1000], ElementType.Float32).With("y", new float[1], ElementType.Float32).Values(kernel, target.Chip);
        Assert.Equal(1000 + Math.Log(2), run.Floats("y", ElementType.Float32)[0], 3);
    }

    [Fact]
    public void Values_do_not_change_the_time()
    {
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float16);
        foreach (var p in (ReduceProblem[])[new(ReduceFunction.Mean, 3, 50, 24), new(ReduceFunction.LogSumExp, 30, 515, 1)])
        {
            var kernel = Reduction.Write("sum", p, target).Kernels.Single();
            var run = new SimtKernelRun().With("x", RowTargets.Values(p.Outer * p.Reduced * p.Inner, 1, target), target.Type).With("y", new float[p.Outer * p.Inner], target.Type);
            Assert.Equal(run.Cycles(kernel, target.Chip), run.Cycles(kernel, target.Chip, values: true));
        }
    }

    /// <summary>Checks the values of a reduction and returns how many kernels it took.</summary>
    private static int Check(ReduceProblem p, SimtTarget target, int seed)
    {
        // products near 1, sums of values with a mean: neither runs out of fp16
        var (centre, spread) = p.Function is ReduceFunction.Prod or ReduceFunction.LogSum ? (1, p.Function == ReduceFunction.LogSum ? 0.5 : 0.02) : (0.05, 0.5);
        var x = RowTargets.Values(p.Outer * p.Reduced * p.Inner, seed, target, centre, spread);
        var reduction = Reduction.Write("reduce", p with { Result = ElementType.Float32 }, target);
        var run = new SimtKernelRun().With("x", x, target.Type).With("parts", new byte[reduction.PartsBytes]).With("y", new float[p.Outer * p.Inner], ElementType.Float32);
        foreach (var kernel in reduction.Kernels)
        {
            run.Values(kernel, target.Chip);
        }

        var expected = Enumerable.Range(0, p.Outer * p.Inner).Select(i => (i / p.Inner, i % p.Inner)).Select(at =>
            One(p.Function, [.. Enumerable.Range(0, p.Reduced).Select(r => (double)x[(((at.Item1 * p.Reduced) + r) * p.Inner) + at.Item2])]));
        var actual = run.Floats("y", ElementType.Float32);
        Assert.All(expected.Zip(actual), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= 2e-5 * (Math.Abs(pair.First) + (p.Function is ReduceFunction.Sum ? p.Reduced * 0.05 : 1)), $"{p}: {pair.Second}, expected {pair.First}; {reduction.Kernels[0].Schedule}"));
        return reduction.Kernels.Length;
    }

    private static double One(ReduceFunction function, double[] values) => function switch
    {
        ReduceFunction.Sum => values.Sum(),
        ReduceFunction.Mean => values.Average(),
        ReduceFunction.Max => values.Max(),
        ReduceFunction.Min => values.Min(),
        ReduceFunction.Prod => values.Aggregate((a, b) => a * b),
        ReduceFunction.L1 => values.Sum(Math.Abs),
        ReduceFunction.L2 => Math.Sqrt(values.Sum(value => value * value)),
        ReduceFunction.SumSquare => values.Sum(value => value * value),
        ReduceFunction.LogSum => Math.Log(values.Sum()),
        _ => Math.Log(values.Sum(Math.Exp)),
    };
}
