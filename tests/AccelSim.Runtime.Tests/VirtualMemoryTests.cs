using AccelSim.Engine;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Results;
using AccelSim.Runtime.Mlu;

namespace AccelSim.Runtime.Tests;

/// <summary>Pages shared with the host, from the command stream to the result.</summary>
public sealed class VirtualMemoryTests
{
    private const string Translation = "translation={ page: 64 KiB, l1: { entries: 4, ways: 4, latency: 1 cycle }, walkers: 2, levels: 3, levelLatency: 100 ns }";
    private const string Unified = "unifiedMemory={ page: 64 KiB, faultLatency: 20 us, migration: { threshold: 0 } }";
    private const string Sequential = "unifiedMemory.prefetch={ policy: sequential, depth: 1 }";
    private const string Chain = "unifiedMemory.prefetch={ policy: dependencyChain, depth: 1 }";

    /// <summary>Four launches, each of which copies one buffer of 64 KiB to the next but one; each buffer is a page.</summary>
    private const string Copies = """
        .buffer a, f32, 16384
        .buffer b, f32, 16384
        .buffer c, f32, 16384
        .buffer d, f32, 16384
        .buffer e, f32, 16384
        .buffer f, f32, 16384
        .kernel copy, block
        .param from, to
        .reg from, r1
        .reg to, r2
        .reg n, r3
            ld.param from, from
            ld.param to, to
            li n, 32768
            memcpy.gdram2nram r0, from, n
            sync
            memcpy.nram2gdram to, r0, n
        .end
        .launch copy, 1 (a, c)
        .launch copy, 1 (c, e)
        .launch copy, 1 (b, d)
        .launch copy, 1 (d, f)
        """;

    private static readonly HostSpec Host = HostFile.Load(Repository.File("configs", "hosts", "server-pcie4.yaml"));

    [Fact]
    public async Task Without_the_sections_a_result_says_nothing_of_them()
    {
        var run = await Run(1);
        Assert.Null(run.Counters.VirtualMemory);
        Assert.DoesNotContain("virtualMemory", RunResultJson.ToText(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_faults_once_and_then_stays()
    {
        var first = await Run(1, Unified);
        Assert.Equal((6, 6 * 65536), (first.Counters.VirtualMemory!.PageFaults, first.Counters.VirtualMemory.MigratedBytes));
        Assert.Equal(first.Femtoseconds, first.Causes.Total);
        Assert.True(Migration(first) > 6 * 20_000_000_000L);
        Assert.All(first.Units, unit => Assert.Equal(first.Femtoseconds, unit.Causes.Total));

        // The counters are those of the last of two.
        var second = await Run(2, Unified);
        Assert.Equal((0, 0), (second.Counters.VirtualMemory!.PageFaults, second.Counters.VirtualMemory.MigratedBytes));
        Assert.Equal(0, Migration(second));
    }

    [Fact]
    public async Task What_the_next_launches_touch_comes_while_this_one_runs()
    {
        var none = await Run(1, Unified);
        var chain = await Run(1, Unified, Chain);
        var deeper = await Run(1, Unified, "unifiedMemory.prefetch={ policy: dependencyChain, depth: 3 }");

        // The first launch faults for what no later one touches; its other buffer is the source of the next.
        Assert.Equal((1, 5, 5), Counts(chain));
        Assert.Equal((1, 5, 5), Counts(deeper));
        Assert.True(chain.Femtoseconds < none.Femtoseconds - (4 * 20_000_000_000L));

        static (long, long, long) Counts(RunResult run) =>
            (run.Counters.VirtualMemory!.PageFaults, run.Counters.VirtualMemory.PrefetchedPages, run.Counters.VirtualMemory.PrefetchedPagesUsed);
    }

    [Fact]
    public async Task Only_the_chain_knows_a_page_that_is_no_neighbour()
    {
        var sequential = (await Run(1, Unified, Sequential)).Counters.VirtualMemory!;
        Assert.Equal(6, sequential.PageFaults + sequential.PrefetchedPagesUsed);
        Assert.InRange(sequential.PageFaults, 2, 3);
    }

    [Fact]
    public async Task A_device_with_room_for_less_than_is_used_moves_pages_again_and_again()
    {
        var run = await Run(2, Unified, "unifiedMemory.capacity=128 KiB", Translation);
        var counters = run.Counters.VirtualMemory!;
        Assert.True(counters.PageFaults >= 6);
        Assert.Equal(counters.MigratedBytes, counters.PageFaults * 65536);
        Assert.Equal(counters.EvictedPages, counters.PageFaults);

        // What is written and given up goes back; c and d are read on the device before they leave.
        Assert.Equal(4 * 65536, counters.WrittenBackBytes);
        Assert.True(counters.PageWalks >= counters.PageFaults);
    }

    [Fact]
    public async Task Weights_of_a_model_come_page_by_page_and_the_result_keeps_its_contract()
    {
        var chip = ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"), Translation, Unified, Chain);
        var model = ModelCompiler.Compile(
            Repository.File("programs", "models", "gpt2_block.onnx"), chip, new ModelOptions { Dimensions = new ModelOptions().Dimensions.Add("sequence", 32) });
        var token = TestContext.Current.CancellationToken;
        var run = await Simulator.RunAsync(model, chip, Host, cancellation: token);
        var counters = run.Counters.VirtualMemory!;
        var untold = (MluChip)chip with { UnifiedMemory = ((MluChip)chip).UnifiedMemory! with { Prefetch = null } };
        var none = await Simulator.RunAsync(model, untold, Host, cancellation: token);
        var least = none.Counters.VirtualMemory!;
        Assert.Equal(least.MigratedBytes, least.PageFaults * 65536);
        Assert.InRange(least.MigratedBytes, 1, counters.MigratedBytes);
        Assert.InRange(counters.PageFaults, 0, least.PageFaults / 4);
        Assert.True(run.Femtoseconds < none.Femtoseconds);
        Assert.Equal(counters.MigratedBytes, (counters.PageFaults + counters.PrefetchedPages) * 65536);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
        Assert.All(run.Layers, layer => Assert.Equal(layer.Femtoseconds, layer.Causes.Total));
        Assert.Equal(run.Layers.Sum(l => l.Counters.VirtualMemory!.MigratedBytes), counters.MigratedBytes);
        Assert.Equal(RunResultJson.ToText(run), RunResultJson.ToText(await Simulator.RunAsync(model, chip, Host, cancellation: token)));

        // The first run copies no weights: it fetches them.
        var cold = await Simulator.RunAsync(model, chip, Host, cold: true, cancellation: token);
        Assert.Equal(0, cold.FirstRun!.WeightCopy);
        Assert.Equal(0, cold.Counters.VirtualMemory!.PageFaults + cold.Counters.VirtualMemory.PrefetchedPages);
    }

    private static long Migration(RunResult run) => run.Causes.Shares.Where(share => share.Cause == Cause.PageMigration).Sum(share => share.Femtoseconds);

    private static Task<RunResult> Run(int iterations, params string[] set)
    {
        var chip = (MluChip)ChipFile.Load(Repository.File("configs", "chips", "toy-mlu.yaml"), set);
        var image = MluAssemblyImage.Make(MluAssembler.Assemble(Copies, "copies.asm"), chip);
        var options = new SessionOptions { Model = image.Name, Precision = "as compiled" };
        return Simulator.RunAsync(image, chip, Host, options, iterations, cancellation: TestContext.Current.CancellationToken);
    }
}
