using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Matrix products compute what a plain double-precision product does, on every way there is to multiply.</summary>
public class GemmKernelTests
{
    // stands for chips with warps of 16: the files have none, the instruction set has the product
    private static readonly string[] Warps16 =
    [
        "sm.warpWidth=16", "sm.maxThreads=4096", "sm.tensor.shapes=[{ name: m8n8k8, inputs: [f16], accumulator: f32, latency: 40 cycles }]",
        "capabilities=[asyncCopy]", "sm.tensor.macsPerCycle={ f16: 1024 }",
    ];

    [Theory]
    [InlineData("a100-sxm4-80", ElementType.Float16, "gemm(tile=64x64x32,warp=32x32,stages=3,swizzle=2)")]
    [InlineData("h100-sxm5", ElementType.BFloat16, "gemm(tile=64x128x64,warp=32x64,stages=2,split=2)")]
    [InlineData("v100-sxm2", ElementType.Float16, "gemm(tile=64x64x32,warp=32x32,stages=2,swizzle=2)")]
    [InlineData("mi100", ElementType.Float16, "gemm(tile=64x64x32,warp=32x32,stages=2)")]
    [InlineData("mi100", ElementType.BFloat16, "gemm(tile=64x64x16,warp=64x32,stages=2)")]
    [InlineData("bi-v100", ElementType.BFloat16, "gemm(tile=64x32x32,warp=32x32,stages=2,split=2)")]
    [InlineData("br104", ElementType.Float16, "gemm(tile=32x64x32,warp=16x32,stages=2,swizzle=3)")]
    [InlineData("a100-sxm4-80", ElementType.Float32, "gemm(tile=64x64x8,warp=32x32,stages=2,swizzle=2)")]
    [InlineData("v100-sxm2", ElementType.Float32, "gemm(tile=64x64x16,warp=32x64,stages=2,split=2)")]
    public void Products_agree_with_the_reference(string chip, ElementType type, string schedule)
    {
        var target = Target(chip, type);
        var parsed = GemmSchedule.Parse(schedule);
        Law.Holds(Problems(type, parsed.SplitK * parsed.TileK), problem => Check(problem, parsed with { Stages = ProductPlan.Of(problem, target).Asynchronous ? parsed.Stages : 2 }, target), count: 12);
    }

    [Theory]
    [InlineData("a100-sxm4-80", ElementType.Float16)]
    [InlineData("mi100", ElementType.BFloat16)]
    [InlineData("br104", ElementType.Float32)]
    public void Products_of_few_rows_agree_with_the_reference(string chip, ElementType type)
    {
        var target = Target(chip, type);
        Law.Holds(Problems(type, 1).Select(problem => problem with { M = 1 + (problem.M % 4) }), problem =>
        {
            problem = problem with { A = problem.A with { Leading = Math.Max(problem.A.Leading, problem.M) } };
            Check(problem, GemmScheduler.Find(problem, target), target);
        }, count: 12);
    }

    [Fact]
    public void Products_of_int8_are_those_of_integers_scaled_and_rounded_once()
    {
        var target = Target("a100-sxm4-80", ElementType.Float16);
        Law.Holds(
            from m in Gen.Choose(1, 70) from n in Gen.Choose(1, 70) from k in Gen.Choose(1, 150) from seed in Gen.Choose(0, 1000) select (m, n, k: 2 * k, seed), t =>
            {
                const float scale = 1f / 64;
                var problem = GemmProblem.OfInt8(t.m, t.n, t.k, scale);
                var random = new Random(t.seed);
                var (a, b) = (Bytes(t.m * t.k), Bytes(t.n * t.k));
                var schedule = GemmScheduler.Find(problem, target);
                var run = new SimtKernelRun().With("a", a).With("b", b).With("c", new float[t.m * t.n], ElementType.Float16)
                    .With("workspace", new byte[Math.Max(16, GemmKernel.WorkspaceBytes(problem, schedule))]);
                foreach (var kernel in GemmKernel.Write("gemm", problem, schedule, target))
                {
                    run.Values(kernel, target.Chip);
                }

                var result = run.Floats("c", ElementType.Float16);
                for (var i = 0; i < result.Length; i++)
                {
                    var (row, column) = Math.DivRem(i, t.n);
                    var sum = Enumerable.Range(0, t.k).Sum(x => (sbyte)a[(row * t.k) + x] * (sbyte)b[(column * t.k) + x]);
                    Assert.Equal((float)(Half)(sum * scale), result[i]);
                }

                byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))];
            }, count: 12);
    }

    /// <summary>Quantised factors have a factor for each row of A and one for each column of B.</summary>
    [Theory]
    [InlineData(1, 8, 64)]
    [InlineData(70, 200, 96)]
    [InlineData(130, 64, 128)]
    public void Sums_are_scaled_by_row_and_column(int m, int n, int k)
    {
        var target = Target("a100-sxm4-80", ElementType.Float16);
        var plain = GemmProblem.OfInt8(m, n, k, 1);
        var problem = plain with { Epilogue = plain.Epilogue with { Scales = true } };
        var random = new Random(m);
        byte[] a = new byte[m * k], b = new byte[n * k];
        random.NextBytes(a);
        random.NextBytes(b);
        float[] rows = [.. Enumerable.Range(0, m).Select(_ => random.NextSingle() / 256)], columns = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle() / 16)];
        var schedule = GemmSchedule.Parse("gemm(tile=64x128x32,warp=64x32,stages=3,split=1,swizzle=2)");
        var run = new SimtKernelRun().With("a", a).With("b", b).With("c", new float[m * n], ElementType.Float16)
            .With("row_scale", rows, ElementType.Float32).With("column_scale", columns, ElementType.Float32)
            .Values(Assert.Single(GemmKernel.Write("gemm", problem, schedule, target)), target.Chip);
        var expected = from row in Enumerable.Range(0, m)
                       from column in Enumerable.Range(0, n)
                       select (float)(Half)((float)Enumerable.Range(0, k).Sum(x => (sbyte)a[(row * k) + x] * (sbyte)b[(column * k) + x]) * rows[row] * columns[column]);
        Assert.Equal(expected, run.Floats("c", ElementType.Float16));
        Assert.Contains("is not split along k", Assert.Throws<CompileException>(() => GemmKernel.Write("gemm", problem, schedule with { SplitK = 2 }, target)).Message);
    }

    [Fact]
    public void A_chip_without_products_of_int8_says_so() => Assert.Contains(
        "has no products of int8", Assert.Throws<CompileException>(() => ProductPlan.Of(GemmProblem.OfInt8(64, 64, 64, 1), Target("v100-sxm2", ElementType.Float16))).Message);

    [Theory]
    [InlineData("gemm(tile=64x64x32,warp=32x32,stages=2,split=1,swizzle=1)")]
    [InlineData("gemm(tile=256x128x32,warp=64x64,stages=3,split=4,swizzle=8)")]
    [InlineData("gemm(tile=128x256x64,group=64x256,stages=4,split=1,swizzle=8)")]
    public void Schedules_are_read_as_they_are_written(string text) => Assert.Equal(text, GemmSchedule.Parse(text).ToString());

    [Theory]
    [InlineData("conv(tile=1)", "not a gemm schedule")]
    [InlineData("gemm(tile=64x64,warp=32x32,stages=2)", "tile of")]
    [InlineData("gemm(tile=64x64x32,stages=2)", "lacks warp")]
    [InlineData("gemm(tile=64x64x64,warp=32x32,group=64x64,stages=2)", "says both warp and group")]
    [InlineData("gemm(tile=64x64x32,warp=32x32,stages=2,stages=3)", "says stages twice")]
    [InlineData("gemm(tile=64x64x32,warp=32x32,stagse=2)", "'stagse'")]
    public void Text_that_is_no_schedule_is_refused(string text, string says) => Assert.Contains(says, Assert.Throws<FormatException>(() => GemmSchedule.Parse(text)).Message);

    [Theory]
    [InlineData("a100-sxm4-80", "gemm(tile=256x256x64,warp=64x64,stages=4)", "needs 262144 bytes of shared memory, a block of A100-SXM4-80 has at most 166912")]
    [InlineData("a100-sxm4-80", "gemm(tile=256x256x32,warp=32x32,stages=2)", "needs 2048 threads, a block of A100-SXM4-80 has at most 1024")]
    [InlineData("a100-sxm4-80", "gemm(tile=256x128x32,warp=256x64,stages=2)", "registers for sums alone")]
    [InlineData("a100-sxm4-80", "gemm(tile=64x64x16,warp=32x32,stages=2)", "even number of steps of 16")]
    [InlineData("a100-sxm4-80", "gemm(tile=96x64x32,warp=32x32,stages=2)", "powers of two")]
    [InlineData("a100-sxm4-80", "gemm(tile=64x64x32,warp=32x32,stages=2,split=64)", "k has only 8 tiles of 32")]
    [InlineData("v100-sxm2", "gemm(tile=64x64x32,warp=32x32,stages=3)", "there are 2 stages")]
    public void A_schedule_that_does_not_fit_says_why(string chip, string schedule, string says)
    {
        var problem = GemmProblem.Of(256, 256, 256, ElementType.Float16);
        var exception = Assert.Throws<CompileException>(() => GemmKernel.Write("gemm", problem, GemmSchedule.Parse(schedule), Target(chip, ElementType.Float16)));
        Assert.Contains(says, exception.Message);
    }

    [Theory]
    [InlineData("a100-sxm4-80", ElementType.Float16)]
    [InlineData("v100-sxm2", ElementType.Float32)]
    public void Time_does_not_depend_on_values(string chip, ElementType type)
    {
        var target = Target(chip, type);
        var problem = GemmProblem.Of(120, 72, 80, type);
        var kernel = GemmKernel.Write("gemm", problem, GemmScheduler.Find(problem, target), target)[0];
        var reference = new GemmReference(problem, 1);
        Assert.Equal(reference.Buffers(1 << 20).Cycles(kernel, target.Chip), reference.Buffers(1 << 20).Cycles(kernel, target.Chip, values: true));
        Assert.Equal(0, kernel.Code.SpillBytes);
        Assert.InRange(kernel.Code.Kernel.Registers, 32, 255);
    }

    [Theory]
    [InlineData("a100-sxm4-80", ElementType.Float16)]
    [InlineData("v100-sxm2", ElementType.Float16)]
    [InlineData("mi100", ElementType.BFloat16)]
    public void The_scheduler_finds_schedules_that_fit(string chip, ElementType type)
    {
        var target = Target(chip, type);
        Law.Holds(Problems(type, 1), problem =>
        {
            var candidates = GemmScheduler.Candidates(problem, target);
            Assert.All(candidates, candidate => Assert.Null(GemmKernel.Obstacle(problem, ProductPlan.Of(problem, target), candidate.Schedule)));
            Assert.Equal(candidates.OrderBy(candidate => candidate.Cycles).Select(candidate => candidate.Schedule), candidates.Select(candidate => candidate.Schedule));
            Check(problem, candidates[0].Schedule, target);
        }, count: 6);
    }

    internal static SimtTarget Target(string chip, ElementType type) => new(SimtKernelRun.Chip(chip, chip == "br104" ? Warps16 : []), type);

    private static Gen<GemmProblem> Problems(ElementType type, int leastDepth) =>
        from m in Gen.OneOf(Gen.Choose(1, 150), Gen.Elements(64, 128))
        from n in Gen.OneOf(Gen.Choose(1, 20).Select(x => 8 * x), Gen.Choose(1, 150))
        from depth in Gen.OneOf(Gen.Choose(1, 20).Select(x => 8 * x), Gen.Choose(1, 150))
        from transposes in Gen.Choose(0, 3)
        from pads in Gen.Elements(0, 0, 8, 3)
        from batch in Gen.Elements((1, 1), (1, 1), (2, 1), (2, 3))
        from shared in Gen.Elements(false, true)
        from bias in Gen.Elements(GemmBias.None, GemmBias.Column, GemmBias.Row)
        from residual in Gen.Elements(false, true)
        from alpha in Gen.Elements(1f, 0.5f)
        from activation in Gen.Elements(Activation.None, Activation.Relu, new Activation(ActivationKind.Silu, 1))
        from output in Gen.Elements(type, ElementType.Float32)
        let k = Math.Max(depth, leastDepth)
        let a = Operand((transposes & 1) != 0, (transposes & 1) != 0 ? m : k, (transposes & 1) != 0 ? k : m, pads, batch, false)
        let b = Operand((transposes & 2) != 0, (transposes & 2) != 0 ? k : n, (transposes & 2) != 0 ? n : k, 0, batch, shared)
        select new GemmProblem
        {
            M = m,
            N = n,
            K = k,
            Outer = batch.Item1,
            Inner = batch.Item2,
            A = a,
            B = b,
            C = Operand(false, n, m, pads, batch, false),
            Input = type,
            Epilogue = new() { Alpha = alpha, Bias = bias, Residual = residual, Activation = activation, Output = output, BiasType = type },
        };

    private static GemmOperand Operand(bool transposed, int columns, int rows, int padding, (int Outer, int Inner) batch, bool shared)
    {
        // inner matrices side by side, as heads lie in a sequence
        var leading = (columns + padding) * batch.Inner;
        return new(leading, transposed, shared ? 0 : (long)leading * rows, columns + padding);
    }

    private static void Check(GemmProblem problem, GemmSchedule schedule, SimtTarget target)
    {
        var reference = new GemmReference(problem, problem.M + problem.K);
        var run = reference.Buffers((int)GemmKernel.WorkspaceBytes(problem, schedule));
        foreach (var kernel in GemmKernel.Write("gemm", problem, schedule, target))
        {
            run.Values(kernel, target.Chip);
        }

        reference.Check(run.Floats("c", problem.Epilogue.Output));
    }
}
