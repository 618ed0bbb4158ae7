using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Compiler.Simt.Tokens;
using AccelSim.Tensors;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Kernels of one block per token, and look-ups as PyTorch divides them, against the formulas in double.</summary>
public class TokenKernelTests
{
    [Fact]
    public void Gated_activations_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from tokens in Gen.Choose(1, 5)
        from columns in Gen.Elements(1, 7, 64, 1000, 1024, 2500)
        select (target, tokens, columns),
        c =>
        {
            var x = RowTargets.Values(c.tokens * 2 * c.columns, 3, c.target);
            var kernel = GatedKernel.Write("gated", c.tokens, c.columns, c.target);
            var run = new SimtKernelRun().With("x", x, c.target.Type).With("y", new float[c.tokens * c.columns], c.target.Type).Values(kernel, c.target.Chip);
            var expected = x.Chunk(2 * c.columns).SelectMany(row => Enumerable.Range(0, c.columns).Select(i => row[i] / (1 + Math.Exp(-row[i])) * row[c.columns + i]));
            RowTargets.Close([.. expected], run.Floats("y", c.target.Type), c.target);
        }, count: 40);

    [Fact]
    public void Rotations_of_any_shape() => Law.Holds(
        from target in RowTargets.Any()
        from tokens in Gen.Choose(1, 6)
        from kvHeads in Gen.Choose(1, 3)
        from queries in Gen.Choose(1, 5)
        from size in Gen.Elements(2, 20, 64, 128)
        from scalar in Gen.Elements(true, false)
        from cache in Gen.Elements(true, false)
        select (target, tokens, heads: queries * kvHeads, kvHeads, size, scalar, cache),
        c =>
        {
            var type = c.target.Type;
            float[] Random(int heads, int seed) => RowTargets.Values(c.tokens * heads * c.size, seed, c.target);
            var (q, k, v, table) = (Random(c.heads, 1), Random(c.kvHeads, 2), Random(c.kvHeads, 3), RowTargets.Values(9 * c.size, 4, c.target));
            int[] positions = [.. Enumerable.Range(0, c.tokens).Select(token => (5 * token) % 9)], slots = [.. Enumerable.Range(0, c.tokens).Select(token => c.tokens - token)];
            var kernel = RotaryKernel.Write("rope", c.tokens, c.heads, c.kvHeads, c.size, c.scalar ? 1 : RotaryKernel.Vector(c.size, c.target), c.target, c.cache);
            var (newQ, newK) = c.cache ? ("qnew", "knew") : ("q", "k");
            var run = new SimtKernelRun().With("positions", Longs(positions)).With("slots", Longs(slots)).With(newQ, q, type).With(newK, k, type).With("table", table, type);
            var empty = new float[(c.tokens + 1) * c.kvHeads * c.size];
            if (c.cache)
            {
                run.With("vnew", v, type).With("q", new float[q.Length], type).With("k", empty, type).With("v", empty, type);
            }

            run.Values(kernel, c.target.Chip);
            RowTargets.Close(Turned(q, c.heads, c.size, positions, table), run.Floats("q", type), c.target);
            var turned = Turned(k, c.kvHeads, c.size, positions, table);
            RowTargets.Close(c.cache ? Placed(turned, slots) : turned, run.Floats("k", type), c.target);
            if (c.cache)
            {
                RowTargets.Close(Placed([.. v.Select(value => (double)value)], slots), run.Floats("v", type), c.target);
            }
        }, count: 60);

    [Theory]
    [InlineData(1, 128)]
    [InlineData(9, 100)]
    [InlineData(3, 1023)]
    [InlineData(2, 8192)]
    public void Keys_and_values_go_to_their_slots(int tokens, int width)
    {
        foreach (var type in (ElementType[])[ElementType.Float16, ElementType.Float32])
        {
            var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), type);
            float[] k = RowTargets.Values(tokens * width, 1, target), v = RowTargets.Values(tokens * width, 2, target), empty = new float[(tokens + 1) * width];
            int[] slots = [.. Enumerable.Range(0, tokens).Select(token => tokens - token)];
            var run = new SimtKernelRun().With("slots", Longs(slots)).With("knew", k, type).With("vnew", v, type).With("k", empty, type).With("v", empty, type)
                .Values(CacheWriteKernel.Write("cache", tokens, width, target), target.Chip);
            Assert.Equal(Placed([.. k.Select(value => (double)value)], slots), run.Floats("k", type).Select(value => (double)value));
            Assert.Equal(Placed([.. v.Select(value => (double)value)], slots), run.Floats("v", type).Select(value => (double)value));
        }
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(40, 100)]
    [InlineData(70, 4096)]
    public void Rows_are_looked_up_by_index(int count, int inner)
    {
        foreach (var (chip, type) in ((string, ElementType)[])[("a100-sxm4-80", ElementType.Float16), ("mi100", ElementType.Float32)])
        {
            var target = new SimtTarget(SimtKernelRun.Chip(chip, "sms=4"), type);
            var table = RowTargets.Values(11 * inner, 5, target);
            int[] indices = [.. Enumerable.Range(0, count).Select(i => i * 7 % 11)];
            float[] expected = [.. indices.SelectMany(index => table.Skip(index * inner).Take(inner))];
            foreach (var kernel in (SimtLayerKernel[])[IndexSelectKernel.Write("select", count, inner, target), GatherKernel.Write("gather", 1, 11, inner, count, type, ElementType.Int64, target)])
            {
                var run = new SimtKernelRun().With("indices", Longs(indices)).With("table", table, type).With("y", new float[count * inner], type).Values(kernel, target.Chip);
                Assert.Equal(expected, run.Floats("y", type));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    [InlineData(600)]
    public void Offsets_are_the_sums_of_the_lengths_before(int batch)
    {
        foreach (var chip in (string[])["a100-sxm4-80", "mi100"])
        {
            var target = new SimtTarget(SimtKernelRun.Chip(chip), ElementType.Float16);
            int[] queries = [.. Enumerable.Range(0, batch).Select(i => 1 + (i * 7 % 90))], keys = [.. Enumerable.Range(0, batch).Select(i => 3 + (i * 5 % 200))];
            var run = new SimtKernelRun().With("lengths", Ints(queries)).With("keylengths", Ints(keys)).With("offsets", new byte[4 * (batch + 1)]).With("keyoffsets", new byte[4 * (batch + 1)])
                .Values(SequenceOffsetsKernel.Write("offsets", batch, target), target.Chip);
            Assert.Equal(Starts(queries), Ints(run.Bytes("offsets")));
            Assert.Equal(Starts(keys), Ints(run.Bytes("keyoffsets")));
        }
    }

    [Theory]
    [InlineData(1, 8, 1)]
    [InlineData(40, 1, 4)]
    [InlineData(900, 2, 16)]
    public void Keys_are_split_as_far_as_sequences_leave_SMs_idle(int batch, int heads, int packed)
    {
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float16);
        int[] queries = [.. Enumerable.Range(0, batch).Select(i => 1 + (i % 300))], keys = [.. Enumerable.Range(0, batch).Select(i => 1 + (i * 977 % 20_000))];
        var run = new SimtKernelRun().With("starts", Ints(Starts(queries))).With("keylengths", Ints(keys)).With("splits", new byte[4 * batch])
            .Values(SplitPlanKernel.Write("plan", batch, heads, packed, 128, target), target.Chip);
        var tiles = queries.Zip(keys, (q, k) => (long)((q * packed) + 127) / 128 * ((k + 63) / 64)).Sum();
        var share = Math.Max(1, (int)Math.Ceiling(tiles * 11m * heads / (10 * target.Sms)));
        Assert.Equal(keys.Select(k => Math.Clamp((((k + 63) / 64) + share - 1) / share, 1, 128)), Ints(run.Bytes("splits")));
    }

    [Fact]
    public void Preprocessing_without_anything_to_do_leaves_queries_and_keys_as_they_are()
    {
        var target = new SimtTarget(SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float16);
        float[] q = RowTargets.Values(5 * 288, 1, target), k = RowTargets.Values(5 * 288, 2, target);
        var run = new SimtKernelRun().With("q", q, target.Type).With("k", k, target.Type).Values(EncoderPreprocessKernel.Write("preprocess", 5, 288, target), target.Chip);
        Assert.Equal(q, run.Floats("q", target.Type));
        Assert.Equal(k, run.Floats("k", target.Type));
    }

    private static int[] Starts(int[] lengths) => [0, .. lengths.Select((_, i) => lengths.Take(i + 1).Sum())];

    private static byte[] Ints(int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static int[] Ints(byte[] bytes) => [.. bytes.Chunk(4).Select(four => BitConverter.ToInt32(four))];

    private static byte[] Longs(IEnumerable<int> values) => [.. values.SelectMany(value => BitConverter.GetBytes((long)value))];

    /// <summary>Rows where the slots of a cache of one more row have them.</summary>
    private static double[] Placed(double[] rows, int[] slots)
    {
        var width = rows.Length / slots.Length;
        var cache = new double[rows.Length + width];
        for (var i = 0; i < slots.Length; i++)
        {
            rows.AsSpan(i * width, width).CopyTo(cache.AsSpan(slots[i] * width));
        }

        return cache;
    }

    private static double[] Turned(float[] x, int heads, int size, int[] positions, float[] table) => [.. x.Chunk(size).SelectMany((head, number) =>
    {
        var (half, angles) = (size / 2, table.Skip(positions[number / heads] * size).Take(size).ToArray());
        return head.Select((value, i) => i < half
            ? ((double)value * angles[i]) - ((double)head[i + half] * angles[half + i])
            : ((double)value * angles[i - half]) + ((double)head[i - half] * angles[i]));
    })];
}
