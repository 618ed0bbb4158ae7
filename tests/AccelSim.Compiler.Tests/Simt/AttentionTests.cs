using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Attention;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Fused attention against a reference in doubles.</summary>
public class AttentionTests
{
    [Theory]
    [InlineData(1, 2, 2, 128, 128, 64)]
    [InlineData(2, 4, 2, 77, 77, 64)]
    [InlineData(1, 2, 1, 65, 193, 128)]
    [InlineData(1, 1, 1, 5, 3, 32)]
    [InlineData(1, 3, 3, 33, 100, 72)]
    [InlineData(1, 2, 2, 40, 40, 20)]
    [InlineData(1, 1, 1, 64, 64, 96)]
    public void Values_are_those_of_the_reference(int batch, int heads, int kvHeads, int queries, int keys, int size)
    {
        foreach (var (causal, type, tokens) in ((int?, ElementType, bool)[])[(null, ElementType.Float16, false), (0, ElementType.BFloat16, true), (keys - queries, ElementType.Float16, true)])
        {
            Compare(Problem(batch, heads, kvHeads, queries, keys, size, type, tokens) with { Causal = causal });
        }
    }

    [Fact]
    public void Large_blocks_compute_the_same()
    {
        // as many heads as fill a chip, so that blocks take two strips for each warp
        var chip = SimtKernelRun.Chip("a100-sxm4-80", "sms=4", "smsPerCluster=4");
        foreach (var size in (int[])[64, 128])
        {
            var problem = Problem(1, 2, 1, 200, 150, size, ElementType.Float16, tokens: false) with { Causal = 10 };
            Assert.Contains("queries=128", Compare(problem, chip).Kernels[0].Schedule, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, 4, 2, 1, 1000, 128, "split=")]
    [InlineData(3, 8, 1, 1, 333, 64, "split=")]
    [InlineData(1, 1, 1, 1, 20, 40, "split=1)")]
    [InlineData(2, 20, 1, 1, 700, 64, "split=")]
    [InlineData(2, 6, 3, 5, 257, 80, "split=")]
    public void Few_queries_share_keys_and_keys_are_split(int batch, int heads, int kvHeads, int queries, int keys, int size, string schedule)
    {
        foreach (var (causal, type, tokens) in ((int?, ElementType, bool)[])[(null, ElementType.Float16, false), (keys - queries, ElementType.BFloat16, true), (keys / 2, ElementType.Float16, true)])
        {
            var problem = Problem(batch, heads, kvHeads, queries, keys, size, type, tokens) with { Causal = causal };
            Assert.Contains(schedule, Compare(problem).Kernels[0].Schedule, StringComparison.Ordinal);
        }

        Compare(Problem(batch, heads, kvHeads, queries, keys, size, ElementType.Float16, tokens: false) with { Mask = new ScoreMask(3, 1, 2, 0, ElementType.Float32) });
    }

    [Fact]
    public void A_chip_that_heads_fill_is_not_given_splits()
    {
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float16);
        Assert.Equal(1, DecodeSchedule.Of(target, Problem(64, 8, 8, 1, 4096, 128, ElementType.Float16, tokens: true)).Splits);
        Assert.InRange(DecodeSchedule.Of(target, Problem(1, 8, 8, 1, 65536, 128, ElementType.Float16, tokens: true)).Splits, 20, 64);
    }

    [Theory]
    [InlineData(ElementType.Float32, 0, 0)]
    [InlineData(ElementType.Float16, 90, 1)]
    [InlineData(ElementType.BFloat16, 0, 1)]
    public void Masks_are_added_and_broadcast(ElementType type, int headStride, int keyStride)
    {
        var problem = Problem(2, 2, 2, 70, 90, 64, ElementType.Float16, tokens: true);
        Compare(problem with { Mask = new ScoreMask(headStride == 0 ? 90 : 180, headStride, headStride == 0 ? 0 : 1, keyStride, type) });
    }

    [Fact]
    public void Time_is_the_same_with_values_and_without()
    {
        var chip = SimtKernelRun.Chip("a100-sxm4-80");
        var problem = Problem(1, 4, 2, 100, 130, 64, ElementType.Float16, tokens: true) with { Causal = 30 };
        var plan = Plan(problem, chip);
        Assert.Equal(Run(problem, plan).Cycles(plan.Kernels[0], chip, values: true), Run(problem, plan).Cycles(plan.Kernels[0], chip));
    }

    [Theory]
    [InlineData("v100-sxm2", 64, ElementType.Float16)]
    [InlineData("mi100", 64, ElementType.Float16)]
    [InlineData("a100-sxm4-80", 256, ElementType.Float16)]
    [InlineData("a100-sxm4-80", 33, ElementType.Float16)]
    [InlineData("a100-sxm4-80", 64, ElementType.Float32)]
    public void Without_the_instructions_or_with_odd_heads_there_is_no_fused_form(string chip, int size, ElementType type) =>
        Assert.Null(AttentionKernels.Write("attention", new SimtTarget(SimtKernelRun.Chip(chip), type), Problem(1, 1, 1, 64, 64, size, type, tokens: false)));

    /// <summary>Heads that share keys, as rows of one head: the same results at the same places.</summary>
    [Theory]
    [InlineData(1, 12, 1, 30, 128)]
    [InlineData(2, 8, 2, 50, 64)]
    [InlineData(1, 64, 2, 9, 128)]
    [InlineData(1, 4, 2, 130, 40)]
    public void Packed_heads_are_computed_alike(int batch, int heads, int kvHeads, int tokens, int size)
    {
        var (chip, packed) = (SimtKernelRun.Chip("a100-sxm4-80"), heads / kvHeads);
        foreach (var causal in (int?[])[null, 0, 20])
        {
            var plain = Problem(batch, heads, kvHeads, tokens, tokens + (causal ?? 0), size, ElementType.Float16, tokens: true) with { Causal = causal };
            var view = HeadView.ByGroup(heads, tokens, size, packed);
            var together = plain with { Heads = kvHeads, Queries = tokens * packed, Q = view, O = view, Packed = packed };
            Assert.Equal(1, together.Group);
            var plan = Plan(together, chip);
            var run = Run(together, plan).Values(plan.Kernels[0], chip);
            Assert.All(Reference(plain, run).Zip(run.Floats("o", plain.Type)), pair => Assert.InRange(pair.Second, pair.First - 0.02, pair.First + 0.02));
        }
    }

    private static AttentionProblem Problem(int batch, int heads, int kvHeads, int queries, int keys, int size, ElementType type, bool tokens) => new()
    {
        Batch = batch,
        Heads = heads,
        KvHeads = kvHeads,
        Queries = queries,
        Keys = keys,
        HeadSize = size,
        Q = View(heads, queries, size, tokens),
        K = View(kvHeads, keys, size, tokens),
        V = View(kvHeads, keys, size, tokens),
        O = View(heads, queries, size, tokens),
        Scale = 1 / MathF.Sqrt(size),
        Type = type,
    };

    private static HeadView View(int heads, int rows, int size, bool tokens) => tokens ? HeadView.ByToken(heads, rows, size) : HeadView.Dense(heads, rows, size);

    private static AttentionPlan Plan(AttentionProblem problem, SimtChip chip) =>
        AttentionKernels.Write("attention", new SimtTarget(chip, problem.Type), problem) ?? throw new InvalidOperationException("there should be a fused form");

    private static AttentionPlan Compare(AttentionProblem problem, SimtChip? chip = null)
    {
        chip ??= SimtKernelRun.Chip("a100-sxm4-80");
        var plan = Plan(problem, chip);
        var run = Run(problem, plan);
        foreach (var kernel in plan.Kernels)
        {
            Assert.Equal(0, kernel.Code.SpillBytes);
            run.Values(kernel, chip);
        }

        var (expected, actual) = (Reference(problem, run), run.Floats("o", problem.Type));
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) < 0.02, $"{problem}: element {i} is {actual[i]}, expected {expected[i]}");
        }

        return plan;
    }

    private static SimtKernelRun Run(AttentionProblem problem, AttentionPlan plan)
    {
        var run = new SimtKernelRun()
            .With("q", Made(problem.Batch * problem.Heads * problem.Queries * problem.HeadSize, 1, 1.5f), problem.Type)
            .With("k", Made(problem.Batch * problem.KvHeads * problem.Keys * problem.HeadSize, 2, 1.5f), problem.Type)
            .With("v", Made(problem.Batch * problem.KvHeads * problem.Keys * problem.HeadSize, 3, 1), problem.Type)
            .With("o", new float[problem.Batch * problem.Heads * problem.Queries * problem.HeadSize], problem.Type);
        if (problem.Mask is { } mask)
        {
            run.With("mask", Made(1000, 4, 3), mask.Type);
        }

        return plan.PartialBytes > 0 ? run.With("partial", new byte[plan.PartialBytes]) : run;
    }

    private static float[] Made(int count, int seed, float range)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => range * ((2 * random.NextSingle()) - 1))];
    }

    private static double[] Reference(AttentionProblem p, SimtKernelRun run)
    {
        var (q, k, v) = (run.Floats("q", p.Type), run.Floats("k", p.Type), run.Floats("v", p.Type));
        var mask = p.Mask is null ? null : run.Floats("mask", p.Mask.Type);
        var o = new double[q.Length];
        foreach (var (item, head, query) in from item in Enumerable.Range(0, p.Batch) from head in Enumerable.Range(0, p.Heads) from query in Enumerable.Range(0, p.Queries) select (item, head, query))
        {
            var (kvHead, seen) = (head / p.Group, p.Causal is { } causal ? Math.Clamp(query + causal + 1, 0, p.Keys) : p.Keys);
            double At(float[] data, HeadView view, int h, int row, int i) => data[(item * view.Batch) + (h * view.Head) + (row * view.Row) + i];
            var scores = Enumerable.Range(0, seen).Select(key =>
                (p.Scale * Enumerable.Range(0, p.HeadSize).Sum(i => At(q, p.Q, head, query, i) * At(k, p.K, kvHead, key, i)))
                + (p.Mask is { } m ? mask![(item * m.Batch) + (head * m.Head) + (query * m.Query) + (key * m.Key)] : 0)).ToArray();
            var powers = scores.Select(score => Math.Exp(score - scores.Max())).ToArray();
            for (var i = 0; i < p.HeadSize; i++)
            {
                var sum = Enumerable.Range(0, seen).Sum(key => powers[key] * At(v, p.V, kvHead, key, i));
                o[(item * p.O.Batch) + (head * p.O.Head) + (query * p.O.Row) + i] = seen == 0 ? 0 : sum / powers.Sum();
            }
        }

        return o;
    }
}
