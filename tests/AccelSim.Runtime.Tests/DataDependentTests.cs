using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Results;

namespace AccelSim.Runtime.Tests;

/// <summary>Kernels whose branches, sizes or addresses are data are timed with values, and so is everything before them that may have made the data.</summary>
public sealed class DataDependentTests
{
    private static readonly MluChip Chip = (MluChip)ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"));
    private static readonly HostSpec Host = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"));

    // One kernel leaves a number in memory, the next repeats its loop that many times: six instructions around the loop and four in it.
    private const string Loop = """
        .buffer count, i64, 8
        .kernel put, block
        .param count, n
        .reg at, r1
        .reg n, r2
            ld.param at, count
            ld.param n, n
            st.gdram.i64 n, [at]
        .end
        .kernel repeat, block
        .param count
        .reg at, r1
        .reg n, r2
        .reg length, r3
            ld.param at, count
            ld.gdram.i64 n, [at]
            li length, 512
        again:
            vrelu.f32 r0, r0, length
            sub n, n, 1
            bne n, r0, again
            halt
        .end
        """;

    // A list in memory: the first kernel writes where the data lies, the second copies from there.
    private const string Pointer = """
        .buffer where, i64, 8
        .buffer data, f32, 4096, ramp
        .buffer result, f32, 1024
        .kernel point, block
        .param where, data
        .reg at, r1
        .reg data, r2
            ld.param at, where
            ld.param data, data
            add data, data, 8192
            st.gdram.i64 data, [at]
        .end
        .kernel follow, block
        .param where, result
        .reg at, r1
        .reg data, r2
        .reg size, r3
        .reg result, r4
            ld.param at, where
            ld.param result, result
            ld.gdram.i64 data, [at]
            li size, 4096
            memcpy.gdram2nram r0, data, size
            memcpy.nram2gdram result, r0, size
        .end
        .launch point, 1 (where, data)
        .launch follow, 1 (where, result)
        """;

    private const string Plain = """
        .buffer a, f32, 65536, random
        .buffer b, f32, 65536
        .kernel work, block
        .param a, b
        .reg a, r1
        .reg b, r2
        .reg size, r3
        .reg length, r4
        .reg mine, r5
            mv.sreg mine, %taskid
            mul mine, mine, 32768
            ld.param a, a
            ld.param b, b
            add a, a, mine
            add b, b, mine
            li size, 32768
            li length, 8192
            memcpy.gdram2nram r0, a, size
            vexp.f32 r0, r0, length
            sync.compute
            memcpy.nram2gdram b, r0, size
        .end
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public async Task A_loop_that_counts_down_a_number_from_memory_runs_that_often(int times)
    {
        var once = await RunAsync(Loop + "\n.launch put, 1 (count, 1)\n.launch repeat, 1 (count)\n");
        var run = await RunAsync($"{Loop}\n.launch put, 1 (count, {times})\n.launch repeat, 1 (count)\n");
        Assert.Equal(once.Counters.Instructions + (3 * (times - 1)), run.Counters.Instructions);

        // the vector unit is the slowest of the loop: its start and 512 elements of 4 bytes at 128 B a cycle
        var busy = Chip.Core.Vector.StartOverhead.Count + 16;
        Assert.Equal(once.Counters.CtCycles + (busy * (times - 1)), run.Counters.CtCycles);
        Assert.True(run.Femtoseconds >= once.Femtoseconds);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
    }

    [Fact]
    public async Task Two_launches_of_one_kernel_may_take_different_times()
    {
        var run = await RunAsync(Loop + "\n.launch put, 1 (count, 1)\n.launch repeat, 1 (count)\n.launch put, 1 (count, 2000)\n.launch repeat, 1 (count)\n");
        var alone = await RunAsync(Loop + "\n.launch put, 1 (count, 2000)\n.launch repeat, 1 (count)\n");
        var once = await RunAsync(Loop + "\n.launch put, 1 (count, 1)\n.launch repeat, 1 (count)\n");
        Assert.Equal(alone.Counters.Instructions + once.Counters.Instructions, run.Counters.Instructions);
    }

    [Fact]
    public async Task A_copy_goes_where_memory_says()
    {
        var image = Assemble(Pointer);
        var run = await RunAsync(image);
        Assert.True(run.Counters.DramReadBytes >= 4096);
        var values = DeviceFamilies.Of(Chip).Evaluate(Chip, image, null, new ValueWatch { Seed = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(2048, 1024).Select(i => (i % 61 / 8.0) - 3.5), values["result"]);
    }

    [Fact]
    public async Task Values_change_no_time_where_time_does_not_need_them()
    {
        var plain = await RunAsync(Plain + "\n.launch work, 8 (a, b) repeat 3\n");
        // a kernel that is never launched makes the program one that is timed with values
        var forced = await RunAsync(Plain + "\n" + Loop + "\n.launch work, 8 (a, b) repeat 3\n");
        Assert.Equal(plain.Femtoseconds, forced.Femtoseconds);
        Assert.Equal(plain.Counters, forced.Counters);
        Assert.Equal(plain.Causes.Shares, forced.Causes.Shares);
    }

    [Fact]
    public async Task Without_contents_the_refusal_names_the_kernel_and_the_remedy()
    {
        var image = ModelCompiler.ShapesOnly(Assemble(Loop + "\n.launch repeat, 1 (count)\n"));
        var problem = await Assert.ThrowsAsync<RuntimeException>(() => RunAsync(image));
        Assert.Contains("kernel 'repeat'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--weights seed:1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_its_model_is_searched_for_races_and_for_what_is_not_finite()
    {
        var good = ModelChecker.Check(Assemble(Plain + "\n.launch work, 8 (a, b)\n"), Chip, 1, TestContext.Current.CancellationToken);
        Assert.True(good.Passed);
        Assert.False(good.Compared);
        Assert.Equal(["a", "b"], good.Outputs.Select(output => output.Name));

        var racy = ModelChecker.Check(Assemble(Plain.Replace("sync.compute", "nop", StringComparison.Ordinal) + "\n.launch work, 8 (a, b)\n"), Chip, 1, TestContext.Current.CancellationToken);
        Assert.Contains("vexp.f32", Assert.Single(racy.Races), StringComparison.Ordinal);

        // the logarithm of numbers below zero
        var bad = ModelChecker.Check(Assemble(Plain.Replace("vexp.f32", "vlog.f32", StringComparison.Ordinal) + "\n.launch work, 8 (a, b)\n"), Chip, 1, TestContext.Current.CancellationToken);
        Assert.False(bad.Passed);
        Assert.True(bad.Outputs.Single(output => output.Name == "b").NotFinite > 0);
    }

    private static ProgramImage Assemble(string source) => DeviceFamilies.Of(Chip).Assemble(source, "test.asm", Chip);

    private static Task<RunResult> RunAsync(string source) => RunAsync(Assemble(source));

    private static Task<RunResult> RunAsync(ProgramImage image) => Simulator.RunAsync(
        image, Chip, Host, new SessionOptions { Model = image.Name, Precision = "as compiled" }, cancellation: TestContext.Current.CancellationToken);
}
