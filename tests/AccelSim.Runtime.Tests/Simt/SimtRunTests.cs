using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Results;
using AccelSim.Runtime.Simt;

namespace AccelSim.Runtime.Tests.Simt;

/// <summary>Assembly of the simt family through the runtime: time, where it went, counters, values.</summary>
public sealed class SimtRunTests
{
    [Theory]
    [InlineData("v100-sxm2")]
    [InlineData("a100-sxm4-40")]
    [InlineData("h100-sxm5")]
    [InlineData("mi100")]
    [InlineData("mtt-s4000")]
    [InlineData("br100")]
    [InlineData("bi-v100")]
    public async Task Every_femtosecond_of_a_run_and_of_every_unit_has_a_cause(string name)
    {
        var chip = SimtBench.Load(name);
        foreach (var source in (string[])[SimtBench.Add, SimtBench.Turn])
        {
            var run = await SimtBench.RunAsync(source, chip);
            var layer = Assert.Single(run.Layers);
            Assert.Equal(run.DeviceFemtoseconds, layer.Causes.Total);
            Assert.Equal(run.Femtoseconds, run.Causes.Total);
            Assert.Equal(chip.Sms + chip.L2.Slices + chip.Dram.Channels, run.Units.Length);
            Assert.All(run.Units, unit => Assert.Equal(run.Femtoseconds, unit.Causes.Total));
            Assert.Equal(16, run.Counters.Simt!.Blocks);
            Assert.True(Of(layer, Cause.Launch) >= chip.Launch.KernelStart.Femtoseconds);
            Assert.True(Of(layer, Cause.Drain) >= chip.Launch.KernelDrain.Femtoseconds);
        }
    }

    [Fact]
    public async Task Counters_are_those_of_the_program()
    {
        var run = await SimtBench.RunAsync(SimtBench.Add);
        var simt = run.Counters.Simt!;
        Assert.Equal((16 * 8 * 15, 16 * 256 * 15), (simt.WarpInstructions, simt.ThreadInstructions));
        Assert.Equal(run.Counters.Instructions, simt.WarpInstructions);
        Assert.Equal((16 * 8 * 3, 16 * 8 * 3 * 4), (simt.GlobalRequests, simt.GlobalSectors));
        Assert.Equal((16 * 8 * 2 * 4, 0), (simt.L1Sectors, simt.L1Hits));
        Assert.Equal((0, 16 * 8 * 2 * 4), (simt.L2Hits, simt.L2Misses));
        Assert.Equal(2 * 4096 * 4, run.Counters.DramReadBytes);
        Assert.Equal(simt.WarpInstructions, simt.States.Selected);
        Assert.Equal(simt.WarpCycles, simt.States.All().Sum(state => state.Cycles));
        Assert.InRange(simt.AchievedOccupancy, 7.0 / 64, 8.0 / 64);
        Assert.Equal(new Results.Simt.OccupancyFacts(14, 0, 256, 8, 64, "warps"), simt.Occupancy);
        Assert.Equal((SimtBench.Chip.Name, 16), (run.Chip, run.Layers[0].Tasks));
    }

    [Fact]
    public async Task Shared_memory_limits_blocks_and_banks_are_counted()
    {
        var run = await SimtBench.RunAsync(SimtBench.Turn.Replace("(x, y)", "(x, y) shared 24K", StringComparison.Ordinal));
        var simt = run.Counters.Simt!;
        Assert.Equal((16 * 2 * 2, 16 * 2 * 2), (simt.SharedRequests, simt.SharedPasses));
        Assert.Equal((3, "shared memory"), (simt.Occupancy!.BlocksPerSm, simt.Occupancy.LimitedBy));
        Assert.True(simt.States.Barrier > 0);
        Assert.True(Of(run.Layers[0], Cause.Barrier) > 0);
    }

    /// <summary>The shipped product of warp groups: what it waits for has a name, and its slots a cause.</summary>
    [Fact]
    public async Task Products_of_warp_groups_are_the_time_of_the_tensor_cores()
    {
        var chip = SimtBench.Load("h200-sxm");
        var run = await SimtBench.RunAsync(File.ReadAllText(Repository.File("programs", "simt", "gemm-wgmma.asm")), chip);
        var simt = run.Counters.Simt!;
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
        Assert.All(run.Units, unit => Assert.Equal(run.Femtoseconds, unit.Causes.Total));
        Assert.Equal(simt.WarpCycles, simt.States.All().Sum(state => state.Cycles));
        Assert.True(simt.States.Gmma > 0 && simt.States.LongScoreboard > 0);
        Assert.True(Of(run.Layers[0], Cause.Tensor) > 0);

        // 6 blocks of two groups, 20 steps of 16 along k, 32 cycles of each sub-core
        Assert.Equal(6 * 2 * 20 * 32 * 4, simt.TensorCycles);
    }

    [Fact]
    public async Task Launches_that_differ_have_no_common_occupancy()
    {
        var run = await SimtBench.RunAsync(SimtBench.Repeat + ".launch put, grid 1, block 1 (n, 3)\n.launch repeat, grid 1, block 64 (n, y)\n");
        Assert.Null(run.Counters.Simt!.Occupancy);
        Assert.All(run.Layers, layer => Assert.NotNull(layer.Counters.Simt!.Occupancy));
        Assert.Equal(["put", "repeat"], run.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public async Task A_chip_that_is_busy_starts_the_next_kernel_after_the_gap()
    {
        var once = await SimtBench.RunAsync(".kernel k\nexit\n.launch k, grid 1, block 32 ()\n");
        var twice = await SimtBench.RunAsync(".kernel k\nexit\n.launch k, grid 1, block 32 () repeat 2\n");
        var launch = SimtBench.Chip.Launch;
        var cycle = SimtBench.Chip.Clock.Hertz is var hertz ? 1_000_000_000_000_000 / hertz : 0;
        var expected = (2 * once.DeviceFemtoseconds) - launch.KernelStart.Femtoseconds + launch.KernelGap.Femtoseconds;
        Assert.InRange(twice.DeviceFemtoseconds, expected - (4 * cycle), expected + (4 * cycle));
    }

    [Fact]
    public async Task Arithmetic_in_a_loop_is_bound_by_arithmetic()
    {
        var fma = string.Concat(Enumerable.Range(0, 16).Select(i => $"fma.f32 r{8 + i}, r1, r2, r{8 + i}\n"));
        var run = await SimtBench.RunAsync($".kernel k\nmov.b32 r0, 200\nagain:\n{fma}sub.s32 r0, r0, 1\nsetp.gt.and.s32 p0, r0, 0, pt\n@p0 bra again\nexit\n.launch k, grid 80, block 256 ()\n");
        var running = run.DeviceFemtoseconds - Of(run.Layers[0], Cause.Launch) - Of(run.Layers[0], Cause.Drain);
        Assert.True(Of(run.Layers[0], Cause.Vector) > 0.85 * running, Shares(run));
        Assert.Equal("compute", run.Layers[0].Bound);
    }

    [Fact]
    public async Task A_chain_of_loads_is_bound_by_latency()
    {
        // each word of the buffer is zero: the address of the next load depends on it and stays the same
        var chain = string.Concat(Enumerable.Range(1, 40).Select(i => $"ld.global.cg.b32 r6, [r4 + {i * 8192}]\nand.b32 r6, r6, 0\nmad.wide.s32 r4, r6, 4, r4\n"));
        var run = await SimtBench.RunAsync($".buffer x, i32, 131072\n.kernel k\n.param x\nmov.b64 r4, c[x]\n{chain}exit\n.launch k, grid 1, block 32 (x)\n");
        Assert.True(Of(run.Layers[0], Cause.DramLatency) > 10 * Of(run.Layers[0], Cause.CacheLatency), Shares(run));
        Assert.True(Of(run.Layers[0], Cause.DramLatency) > 0.6 * run.DeviceFemtoseconds, Shares(run));
        var again = await SimtBench.RunAsync($".buffer x, i32, 131072\n.kernel k\n.param x\nmov.b64 r4, c[x]\n{chain}exit\n.launch k, grid 1, block 32 (x)\n", iterations: 2);
        Assert.True(Of(again.Layers[0], Cause.CacheLatency) > 0.5 * again.DeviceFemtoseconds, Shares(again));
    }

    [Fact]
    public async Task Words_of_one_bank_are_conflicts()
    {
        var loads = string.Concat(Enumerable.Range(0, 64).Select(_ => "ld.shared.b32 r6, [r2]\n"));
        string Source(int stride) => $".kernel k\n.shared 4K\ns2r r0, %tid.x\nand.b32 r0, r0, 31\nmul.lo.s32 r2, r0, {stride}\n{loads}exit\n.launch k, grid 80, block 256 ()\n";
        var (free, conflicting) = (await SimtBench.RunAsync(Source(4)), await SimtBench.RunAsync(Source(128)));
        Assert.Equal(0, Of(free.Layers[0], Cause.SramConflict));
        Assert.Equal(32, conflicting.Counters.Simt!.PassesPerRequest);
        Assert.True(Of(conflicting.Layers[0], Cause.SramConflict) > 0.8 * (conflicting.DeviceFemtoseconds - free.DeviceFemtoseconds), Shares(conflicting));
    }

    [Fact]
    public async Task One_long_block_leaves_the_others_idle()
    {
        var run = await SimtBench.RunAsync(
            ".kernel k\ns2r r1, %ctaid.x\nmov.b32 r0, 5000\nsetp.ne.and.s32 p1, r1, 0, pt\n@p1 exit\nagain:\nsub.s32 r0, r0, 1\nsetp.gt.and.s32 p0, r0, 0, pt\n@p0 bra again\nexit\n.launch k, grid 80, block 32 ()\n");
        Assert.True(Of(run.Layers[0], Cause.Imbalance) > 0.8 * run.DeviceFemtoseconds, Shares(run));
        Assert.Equal(79, run.Units.Count(unit => unit.Name.StartsWith("SM", StringComparison.Ordinal) && unit.Causes.Shares[0] is { Cause: Cause.Idle } idle && idle.Femtoseconds > 0.99 * unit.Causes.Total));
    }

    [Fact]
    public void Values_are_those_of_the_program()
    {
        var values = SimtBench.Values(SimtBench.Add);
        Assert.Equal(values["x"].Zip(values["y"], (x, y) => (double)((float)x + (float)y)), values["z"]);
        Assert.True(values["y"].Distinct().Count() > 1000);
        values = SimtBench.Values(SimtBench.Turn);
        Assert.Equal(Enumerable.Range(0, 1024).Select(i => values["x"][(i / 64 * 64) + 63 - (i % 64)]), values["y"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public async Task A_loop_that_counts_down_a_number_from_memory_runs_that_often(int times)
    {
        var run = await SimtBench.RunAsync($"{SimtBench.Repeat}.launch put, grid 1, block 1 (n, {times})\n.launch repeat, grid 1, block 64 (n, y)\n");
        Assert.Equal(4 + (2 * (2 + (3 * times) + 5)), run.Counters.Instructions);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
    }

    [Fact]
    public async Task Without_contents_the_refusal_names_the_load_and_the_remedy()
    {
        var image = ModelCompiler.ShapesOnly(SimtBench.Assemble(SimtBench.Repeat + ".launch repeat, grid 1, block 64 (n, y)\n"));
        var problem = (await Assert.ThrowsAsync<RuntimeException>(() => SimtBench.RunAsync(image))).Message;
        Assert.Contains("kernel 'repeat'", problem, StringComparison.Ordinal);
        Assert.Contains("ld.global.b32 r6", problem, StringComparison.Ordinal);
        Assert.Contains("--weights seed:1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_change_no_time_where_time_does_not_need_them()
    {
        var image = SimtBench.Assemble(SimtBench.Add);
        var needy = SimtBench.Assemble(SimtBench.Repeat + ".launch repeat, grid 1, block 64 (n, y)\n").Kernels[0];
        Assert.True(new SimtProgram(SimtKernels.FromImage(needy)).Slice.NeedsValues);
        var plain = await SimtBench.RunAsync(image);
        var forced = await SimtBench.RunAsync(image with { Kernels = image.Kernels.Add(needy) });
        Assert.Equal(plain.Femtoseconds, forced.Femtoseconds);
        Assert.Equal(plain.Counters, forced.Counters);
        Assert.Equal(plain.Causes.Shares, forced.Causes.Shares);
    }

    [Theory]
    [InlineData(SimtBench.Add)]
    [InlineData(SimtBench.Turn)]
    [InlineData(SimtBench.Repeat + ".launch put, grid 1, block 1 (n, 3)\n.launch repeat, grid 4, block 64 (n, y)\n")]
    public void A_run_for_time_with_values_leaves_the_buffers_of_the_run_for_values(string source)
    {
        var image = SimtBench.Assemble(source);
        var memory = new ImageValues(image, null);
        var device = new SimtDevice(SimtBench.Chip, image.Target.Needs.DeviceBytes, memory.Memory);
        foreach (var launch in image.Commands.OfType<LaunchCommand>())
        {
            device.Submit(new SimtLaunchRequest
            {
                Program = new SimtProgram(SimtKernels.FromImage(image.Kernels[launch.Kernel])),
                Grid = new SimtExtent(launch.DimX, launch.DimY, launch.DimZ),
                Block = new SimtExtent(launch.BlockX, launch.BlockY, launch.BlockZ),
                Arguments = launch.Arguments.ToArray(),
            });
            device.Run(TestContext.Current.CancellationToken);
        }

        var expected = SimtBench.Values(source);
        for (var i = 0; i < image.Buffers.Length; i++)
        {
            Assert.Equal(expected[image.Buffers[i].Name], memory.Read(i));
        }
    }

    [Fact]
    public void A_check_finds_what_is_not_finite_and_looks_for_races()
    {
        var good = ModelChecker.Check(SimtBench.Assemble(SimtBench.Add), SimtBench.Chip, 1, TestContext.Current.CancellationToken);
        Assert.Equal((true, false, true, 0), (good.Passed, good.Compared, good.RacesSought, good.Races.Length));
        Assert.Equal(["x", "y", "z"], good.Outputs.Select(output => output.Name));
        var bad = ModelChecker.Check(SimtBench.Assemble(SimtBench.Add.Replace("add.f32 r12, r12, r13", "sqrt.f32 r12, r13", StringComparison.Ordinal)), SimtBench.Chip, 1, TestContext.Current.CancellationToken);
        Assert.False(bad.Passed);
        Assert.InRange(bad.Outputs.Single(output => output.Name == "z").NotFinite, 1500, 2600);
    }

    private static long Of(LayerResult layer, Cause cause) => layer.Causes.Shares.FirstOrDefault(share => share.Cause == cause).Femtoseconds;

    private static string Shares(RunResult run) => string.Join(", ", run.Layers[0].Causes.Shares.Select(share => $"{share.Cause} {share.Femtoseconds / 1e6:0} ns"));
}
