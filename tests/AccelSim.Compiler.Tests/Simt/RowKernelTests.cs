using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Rows;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Softmax and normalisations over rows against the formulas in double.</summary>
public class RowKernelTests
{
    private static readonly Gen<int> Lengths = Gen.Frequency((4, Gen.Choose(1, 70)), (4, Gen.Choose(71, 700)), (2, Gen.Choose(1, 120).Select(i => 8 * i)), (1, Gen.Choose(1000, 3000)));

    [Fact]
    public void Softmax_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from rows in Gen.Choose(1, 9)
        from columns in Lengths
        from gap in Gen.Elements(0, 0, 8, 3)
        from kind in Gen.Elements(RowKind.Softmax, RowKind.LogSoftmax)
        from scale in Gen.Elements(1f, 0.125f)
        from every in Gen.Choose(0, 3)
        from count in Gen.Choose(1, 3)
        from passes in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from seed in Gen.Choose(0, 1000)
        select (target, seed, passes, p: new RowProblem
        {
            Kind = kind,
            Rows = rows,
            Columns = columns,
            InputStride = gap == 0 ? 0 : columns + gap,
            Scale = scale,
            Mask = every == 0 ? null : new RowMask(every, count),
        }),
        c =>
        {
            var p = c.p;
            var x = RowTargets.Values(p.Rows * p.InputPitch, c.seed, c.target, 1, 6);
            var mask = RowTargets.Values((p.Mask?.Count ?? 0) * p.Columns, c.seed + 1, c.target);
            var kernel = RowKernel.Write("softmax", p, Schedule(p, c.target, c.passes), c.target);
            var run = new SimtKernelRun().With("x", x, c.target.Type).With("mask", mask, c.target.Type).With("y", new float[p.Rows * p.Columns], c.target.Type).Values(kernel, c.target.Chip);
            var expected = Enumerable.Range(0, p.Rows).SelectMany(row =>
            {
                double[] values = [.. Enumerable.Range(0, p.Columns).Select(i =>
                    (x[(row * p.InputPitch) + i] * (double)p.Scale) + (p.Mask is { } m ? mask[(row / m.Every % m.Count * p.Columns) + i] : 0))];
                var largest = values.Max();
                var sum = values.Sum(value => Math.Exp(value - largest));
                return values.Select(value => p.Kind == RowKind.Softmax ? Math.Exp(value - largest) / sum : value - largest - Math.Log(sum));
            });
            RowTargets.Close([.. expected], run.Floats("y", c.target.Type), c.target);
        }, count: 120);

    [Fact]
    public void Normalisations_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from rows in Gen.Choose(1, 9)
        from columns in Lengths
        from kind in Gen.Elements(RowKind.LayerNorm, RowKind.RmsNorm)
        from gamma in Gen.Elements(RowFactors.None, RowFactors.PerColumn, RowFactors.PerRow)
        from beta in Gen.Elements(RowFactors.None, RowFactors.PerColumn, RowFactors.PerRow)
        from period in Gen.Choose(1, 4)
        from residual in Gen.Elements(false, true)
        from passes in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from seed in Gen.Choose(0, 1000)
        select (target, seed, passes, p: new RowProblem
        {
            Kind = kind,
            Rows = rows,
            Columns = columns,
            Epsilon = 1e-3,
            Gamma = gamma,
            Beta = beta,
            Period = period,
            HasResidual = residual,
        }),
        c =>
        {
            var (p, type) = (c.p, c.target.Type);
            float[] Factor(RowFactors kind, int seed) => RowTargets.Values(kind == RowFactors.None ? 0 : kind == RowFactors.PerRow ? p.Period : p.Columns, seed, c.target, 1, 0.5);
            var (x, residual) = (RowTargets.Values(p.Rows * p.Columns, c.seed, c.target, 3), RowTargets.Values(p.Rows * p.Columns, c.seed + 1, c.target));
            var (gamma, beta) = (Factor(p.Gamma, c.seed + 2), Factor(p.Beta, c.seed + 3));
            var kernel = RowKernel.Write("norm", p, Schedule(p, c.target, c.passes), c.target);
            var empty = new float[p.Rows * p.Columns];
            var run = new SimtKernelRun().With("x", x, type).With("residual", residual, type).With("sum", empty, type).With("gamma", gamma, type).With("beta", beta, type)
                .With("y", empty, type).Values(kernel, c.target.Chip);
            var sums = x.Select((value, i) => value + (p.HasResidual ? residual[i] : 0.0)).ToArray();
            var expected = sums.Chunk(p.Columns).SelectMany((row, r) =>
            {
                var mean = p.Kind == RowKind.LayerNorm ? row.Average() : 0;
                var inverse = 1 / Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + p.Epsilon);
                double At(float[] factors, RowFactors kind, int i, double none) => kind == RowFactors.None ? none : factors[kind == RowFactors.PerRow ? r % p.Period : i];
                return row.Select((value, i) => ((value - mean) * inverse * At(gamma, p.Gamma, i, 1)) + At(beta, p.Beta, i, 0));
            });
            RowTargets.Close([.. expected], run.Floats("y", type), c.target, 1e-4);
            if (p.HasResidual)
            {
                RowTargets.Close(sums, run.Floats("sum", type), c.target);
            }
        }, count: 120);

    [Fact]
    public void A_row_that_no_register_file_holds_takes_passes()
    {
        foreach (var chip in (string[])["br104", "a100-sxm4-80", "mi100"])
        {
            var target = new SimtTarget(SimtKernelRun.Chip(chip), ElementType.Float16);
            var p = new RowProblem { Kind = RowKind.Softmax, Rows = 1, Columns = 40_000 };
            var kernel = RowKernel.Write("long", p, target);
            Assert.Contains("passes", kernel.Schedule);
            var x = RowTargets.Values(p.Columns, 7, target, 0, 4);
            var run = new SimtKernelRun().With("x", x, target.Type).With("y", new float[p.Columns], target.Type).Values(kernel, target.Chip);
            var sum = x.Sum(value => Math.Exp(value));
            RowTargets.Close([.. x.Select(value => Math.Exp(value) / sum)], run.Floats("y", target.Type), target);
        }
    }

    [Theory]
    [InlineData(3, 4096, ElementType.Float16)]
    [InlineData(64, 100, ElementType.Float32)]
    public void Values_do_not_change_the_time(int rows, int columns, ElementType type)
    {
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), type);
        var p = new RowProblem { Kind = RowKind.LayerNorm, Rows = rows, Columns = columns, Gamma = RowFactors.PerColumn, Beta = RowFactors.PerColumn };
        var kernel = RowKernel.Write("norm", p, target);
        var run = new SimtKernelRun().With("x", RowTargets.Values(rows * columns, 1, target), type).With("gamma", new float[columns], type).With("beta", new float[columns], type)
            .With("y", new float[rows * columns], type);
        Assert.Equal(run.Cycles(kernel, target.Chip), run.Cycles(kernel, target.Chip, values: true));
    }

    /// <summary>The schedule that is chosen, or one of several passes where asked for.</summary>
    private static RowSchedule Schedule(RowProblem p, SimtTarget target, bool passes) => passes
        ? new RowSchedule(RowScheduler.Vector(p, target), 2 * target.WarpWidth, 1, 2, false)
        : RowScheduler.Choose(p, target);
}
