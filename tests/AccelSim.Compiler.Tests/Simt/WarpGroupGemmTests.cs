using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Functional.Simt;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Products on warp groups of Hopper compute what a plain double-precision product does, whatever their tiles, and take the time that the tensor cores need.</summary>
public class WarpGroupGemmTests
{
    private const string Hopper = "h100-sxm5";

    [Theory]
    [InlineData(ElementType.Float16, "gemm(tile=64x64x64,group=64x64,stages=2)")]
    [InlineData(ElementType.BFloat16, "gemm(tile=128x32x64,group=64x32,stages=3,swizzle=2)")]
    [InlineData(ElementType.BFloat16, "gemm(tile=128x128x64,group=128x128,stages=4)")]
    [InlineData(ElementType.Float16, "gemm(tile=64x16x64,group=64x16,stages=3,split=2)")]
    [InlineData(ElementType.BFloat16, "gemm(tile=128x256x64,group=64x256,stages=4)")]
    public void Products_agree_with_the_reference(ElementType type, string schedule)
    {
        var parsed = GemmSchedule.Parse(schedule);
        Law.Holds(Problems(type, parsed), problem => Check(problem, parsed, type), count: 10);
    }

    [Fact]
    public void Any_schedule_that_fits_agrees_with_the_reference() => Law.Holds(
        from tileM in Gen.Elements(64, 128, 256)
        from groupM in Gen.Elements(64, 128).Where(rows => rows <= tileM && tileM / rows <= 2)
        from tileN in Gen.Elements(16, 32, 64, 128, 256).Where(columns => groupM * columns <= 128 * 128)
        from stages in Gen.Choose(2, 4)
        from split in Gen.Elements(1, 1, 2, 3)
        from swizzle in Gen.Elements(1, 2, 3)
        let schedule = new GemmSchedule(tileM, tileN, WarpGroupRules.TileK, groupM, tileN, stages, split, swizzle, WarpGroups: true)
        from problem in Problems(ElementType.BFloat16, schedule)
        where GemmKernel.Obstacle(problem, ProductPlan.Of(problem, GemmKernelTests.Target(Hopper, ElementType.BFloat16), groups: true), schedule) is null
        select (problem, schedule), pair => Check(pair.problem, pair.schedule, ElementType.BFloat16), count: 12);

    [Theory]
    [InlineData(Hopper, 256, 256, 264, false, "k must be a multiple of 16 from 64 on, not 264")]
    [InlineData(Hopper, 256, 256, 48, false, "k must be a multiple of 16 from 64 on, not 48")]
    [InlineData(Hopper, 256, 100, 256, false, "rows of A and B must begin at multiples of 16 bytes")]
    [InlineData(Hopper, 256, 256, 256, true, "A must lie row by row")]
    [InlineData("a100-sxm4-80", 256, 256, 256, false, "A100-SXM4-80 lacks them, or bulk copies")]
    public void What_warp_groups_cannot_multiply_is_said(string chip, int m, int n, int k, bool transposeA, string says)
    {
        var problem = GemmProblem.Of(m, n, k, ElementType.Float16, transposeA);
        var target = GemmKernelTests.Target(chip, ElementType.Float16);
        Assert.Contains(says, Assert.Throws<CompileException>(() => GemmKernel.Write("gemm", problem, GemmSchedule.Parse("gemm(tile=64x64x64,group=64x64,stages=3)"), target)).Message);
        Assert.DoesNotContain(GemmScheduler.Candidates(problem, target), candidate => candidate.Schedule.WarpGroups);
    }

    [Theory]
    [InlineData("gemm(tile=128x256x64,group=64x256,stages=5)", "needs 245840 bytes of shared memory, a block of H100-SXM5 has at most 232448")]
    [InlineData("gemm(tile=128x256x64,group=128x256,stages=3)", "needs some 296 registers, a thread gets at most 25")]
    [InlineData("gemm(tile=256x128x64,group=64x128,stages=3)", "needs some 104 registers, a thread gets at most 96")]
    [InlineData("gemm(tile=128x128x32,group=64x128,stages=3)", "the step along k is 64")]
    [InlineData("gemm(tile=96x64x64,group=96x64,stages=3)", "powers of two")]
    [InlineData("gemm(tile=128x128x64,group=64x64,stages=3)", "a group has all columns of the tile")]
    [InlineData("gemm(tile=64x64x64,group=64x64,stages=1)", "at least 2 stages")]
    [InlineData("gemm(tile=64x64x64,group=64x64,stages=3,split=8)", "k has only 4 tiles of 64")]
    public void A_schedule_that_does_not_fit_says_why(string schedule, string says)
    {
        var problem = GemmProblem.Of(256, 256, 256, ElementType.Float16);
        var exception = Assert.Throws<CompileException>(() => GemmKernel.Write("gemm", problem, GemmSchedule.Parse(schedule), GemmKernelTests.Target(Hopper, ElementType.Float16)));
        Assert.Contains(says, exception.Message);
    }

    [Fact]
    public void B_of_fewer_columns_than_the_tile_must_lie_along_k()
    {
        var target = GemmKernelTests.Target(Hopper, ElementType.Float16);
        var schedule = GemmSchedule.Parse("gemm(tile=64x64x64,group=64x64,stages=2)");
        Assert.Contains("has only 40 columns", Assert.Throws<CompileException>(() => GemmKernel.Write("gemm", GemmProblem.Of(64, 40, 128, ElementType.Float16), schedule, target)).Message);
        Check(GemmProblem.Of(64, 40, 128, ElementType.Float16, transposeB: true), schedule, ElementType.Float16);
    }

    [Fact]
    public void Convolutions_that_gather_their_rows_are_not_for_warp_groups()
    {
        var conv = new ConvProblem
        {
            Images = 1,
            Height = 16,
            Width = 16,
            InputChannels = 64,
            OutputChannels = 64,
            Kernel = (3, 3),
            Padding = (1, 1),
            Output = (16, 16),
            Input = ElementType.Float16,
        };
        var schedule = GemmSchedule.Parse("gemm(tile=64x64x64,group=64x64,stages=2)");
        Assert.Contains("is for warp groups, which cannot read these operands", Assert.Throws<CompileException>(
            () => ConvKernel.Write("conv", conv, schedule, GemmKernelTests.Target(Hopper, ElementType.Float16))).Message);
    }

    [Fact]
    public void Time_does_not_depend_on_values()
    {
        var target = GemmKernelTests.Target(Hopper, ElementType.BFloat16);
        var problem = GemmProblem.Of(200, 264, 336, ElementType.BFloat16, transposeB: true);
        var kernel = GemmKernel.Write("gemm", problem, GemmSchedule.Parse("gemm(tile=128x128x64,group=64x128,stages=3)"), target)[0];
        var reference = new GemmReference(problem, 1);
        Assert.Equal(reference.Buffers().Cycles(kernel, target.Chip), reference.Buffers().Cycles(kernel, target.Chip, values: true));
    }

    [Fact]
    public void Large_products_keep_the_tensor_cores_busy_and_beat_those_of_single_warps()
    {
        // one wave of 132 blocks
        var target = GemmKernelTests.Target(Hopper, ElementType.BFloat16);
        var problem = GemmProblem.Of(12 * 128, 11 * 256, 2048, ElementType.BFloat16, transposeB: true);
        var candidates = GemmScheduler.Candidates(problem, target);
        Assert.True(candidates[0].Schedule.WarpGroups);
        var groups = Cycles(candidates[0].Schedule);
        var warps = Cycles(candidates.First(candidate => !candidate.Schedule.WarpGroups).Schedule);
        Assert.InRange(problem.Macs / target.Sms / (groups * target.Sm.Tensor!.MacsPerCycle[Machine.Simt.MmaInput.Bf16]), 0.6, 0.95);
        Assert.InRange(groups, 0, 0.9 * warps);

        double Cycles(GemmSchedule schedule)
        {
            var kernel = GemmKernel.Write("gemm", problem, schedule, target)[0];
            Assert.Equal(0, kernel.Code.SpillBytes);
            return new SimtKernelRun().With("a", new byte[2 * problem.M * problem.K]).With("b", new byte[2 * problem.N * problem.K]).With("c", new byte[2 * problem.M * problem.N])
                .Cycles(kernel, target.Chip);
        }
    }

    [Fact]
    public void The_tuner_tries_tiles_of_both_units_and_keeps_what_its_timer_says()
    {
        var target = GemmKernelTests.Target(Hopper, ElementType.BFloat16);
        TunedProduct? tuned = null;
        var kernels = ProductTuner.Of(GemmProblem.Of(1536, 2816, 1024, ElementType.BFloat16, transposeB: true), target, "layer", new ProductTuning
        {
            Candidates = 60,
            Cycles = program => program.Schedule.Contains("warp=", StringComparison.Ordinal) ? 1 : 2,
            Tried = product => tuned = product,
        });
        Assert.Contains(tuned!.Trials, trial => trial.Schedule.Contains("group=", StringComparison.Ordinal));
        Assert.False(kernels.Schedule.WarpGroups);
        Assert.Equal(kernels.Schedule, GemmSchedule.Parse(tuned.Trials[tuned.Chosen].Schedule));
    }

    private static Gen<GemmProblem> Problems(ElementType type, GemmSchedule schedule) =>
        from m in Gen.OneOf(Gen.Choose(1, 150), Gen.Elements(64, 128, 192))
        from columns in Gen.Choose(1, 24)
        from steps in Gen.Choose(4 * schedule.SplitK, 4 * schedule.SplitK + 14)
        from transposed in Gen.Elements(true, false)
        from pads in Gen.Elements(0, 0, 8)
        from batch in Gen.Elements((1, 1), (1, 1), (2, 1), (2, 3))
        from shared in Gen.Elements(false, true)
        from bias in Gen.Elements(GemmBias.None, GemmBias.Column, GemmBias.Row)
        from residual in Gen.Elements(false, true)
        from activation in Gen.Elements(Activation.None, Activation.Relu, new Activation(ActivationKind.Silu, 1))
        from output in Gen.Elements(type, ElementType.Float32)
        let n = (8 * columns) + (transposed ? 0 : schedule.TileN)
        let odd = transposed ? n - (m % 3) : n
        let k = 16 * steps
        select new GemmProblem
        {
            M = m,
            N = odd,
            K = k,
            Outer = batch.Item1,
            Inner = batch.Item2,
            A = Operand(false, k, m, pads, batch, false),
            B = Operand(transposed, transposed ? k : odd, transposed ? odd : k, 0, batch, shared),
            C = Operand(false, odd, m, pads, batch, false),
            Input = type,
            Epilogue = new() { Bias = bias, Residual = residual, Activation = activation, Output = output, BiasType = type },
        };

    private static GemmOperand Operand(bool transposed, int columns, int rows, int padding, (int Outer, int Inner) batch, bool shared)
    {
        // inner matrices side by side, as heads lie in a sequence
        var leading = (columns + padding) * batch.Inner;
        return new(leading, transposed, shared ? 0 : (long)leading * rows, columns + padding);
    }

    private static void Check(GemmProblem problem, GemmSchedule schedule, ElementType type)
    {
        var target = GemmKernelTests.Target(Hopper, type);
        var reference = new GemmReference(problem, problem.M + problem.K);
        var run = reference.Buffers((int)GemmKernel.WorkspaceBytes(problem, schedule));
        var races = new SimtRaceDetector();
        foreach (var kernel in GemmKernel.Write("gemm", problem, schedule, target))
        {
            Assert.Equal(0, kernel.Code.SpillBytes);
            run.Values(kernel, target.Chip, races);
        }

        Assert.Empty(races.Races);
        reference.Check(run.Floats("c", problem.Epilogue.Output));
    }
}
