using System.Text;
using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Results;
using AccelSim.Runtime.Simt;
using AccelSim.Traces;
using static AccelSim.Runtime.Tests.Simt.Traces.TraceText;

namespace AccelSim.Runtime.Tests.Simt.Traces;

/// <summary>Traces of Accel-Sim on a chip of the simt family.</summary>
public sealed class TraceReplayTests : IDisposable
{
    private static readonly HostSpec Host = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"));

    private static readonly SessionOptions Options = new() { Model = "", Precision = "as traced" };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accelsim-traces");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>
    /// A trace takes the time of the same kernel as a program. What differs: a trace has no predicates to wait for (13 cycles from compare to branch), moves of 64 bits are
    /// one of 32 here, and Volta's product is four instructions instead of one.
    /// </summary>
    [Theory]
    [InlineData("vecadd", 16, 1, 0.03)]
    [InlineData("vecadd", 1024, 1, 0.03)]
    [InlineData("ffma", 16, 3, 0.02)]
    [InlineData("ffma", 80, 4, 0.02)]
    [InlineData("hmma", 8, 3, 0.06)]
    [InlineData("hmma", 80, 3, 0.08)]
    public async Task A_trace_takes_the_time_of_the_program(string kernel, int blocks, int repeats, double tolerance)
    {
        var (trace, buffers, assembly) = TracedKernels.Of(kernel, blocks, repeats);

        // Lines in turn over slices and channels: buffers of a trace lie elsewhere than those of a program.
        var chip = SimtBench.Chip;
        chip = chip with { L2 = chip.L2 with { Hash = L2Hash.Ipoly }, Dram = chip.Dram with { Mapping = chip.Dram.Mapping with { Hash = DramHash.XorRow } } };
        var program = await SimtBench.RunAsync(assembly, chip);
        var replay = await ReplayAsync(List(trace, buffers), chip);
        Assert.Equal(kernel == "hmma" ? Steps(program.Counters.Simt!.WarpInstructions, blocks, repeats) : program.Counters.Simt!.WarpInstructions, replay.Counters.Simt!.WarpInstructions);
        Assert.Equal(program.Counters.Macs, replay.Counters.Macs);
        Assert.Equal(program.Counters.Simt!.GlobalSectors, replay.Counters.Simt!.GlobalSectors);
        Assert.Equal(program.Counters.Simt!.SharedPasses, replay.Counters.Simt!.SharedPasses);
        var (expected, cycles) = (Cycles(program), Cycles(replay));
        Assert.True(Math.Abs(cycles - expected) <= tolerance * expected, $"{kernel}, {blocks} blocks: {expected} cycles as a program, {cycles} as a trace");
    }

    [Fact]
    public async Task Two_replays_are_the_same()
    {
        var (trace, buffers, _) = TracedKernels.Of("hmma", 16, 2);
        var list = List(trace, buffers);
        Assert.Equal(Json(await ReplayAsync(list)), Json(await ReplayAsync(list)));
    }

    [Fact]
    public async Task Kernels_and_copies_run_in_the_order_of_the_list()
    {
        var list = List(TracedKernels.VectorAdd(16), [1 << 20], "kernel-1.traceg\nMemcpyDtoH,0x7f4000000000,4096\n");
        var result = await ReplayAsync(list, host: HostFile.Load(Repository.File("configs", "hosts", "server-pcie4.yaml")));
        var layer = Assert.Single(result.Layers);
        Assert.Equal((2, 2 * 16 * 8 * 14L), (layer.Launches, result.Counters.Simt!.WarpInstructions));
        Assert.Contains(result.Causes.Shares, share => share.Cause.ToString() == "HostCopy" && share.Femtoseconds > 0);
        Assert.Equal(1L << TraceAddresses.PageBits, result.PeakDeviceBytes);
    }

    /// <summary>What is in memory is what is on the chip: sixteen times the blocks take no more, but for what the reader hands out for each.</summary>
    [Fact]
    public void Memory_does_not_grow_with_the_blocks()
    {
        Allocated(TracedKernels.VectorAdd(64));
        var (few, many) = (Allocated(TracedKernels.VectorAdd(256)), Allocated(TracedKernels.VectorAdd(4096)));
        Assert.True(many - few < 1_500_000, $"{few} bytes for 256 blocks, {many} for 4096");
    }

    /// <summary>Blocks that are left out are read over, and the time lies within the bound.</summary>
    [Fact]
    public async Task A_sampled_trace_is_read_to_its_end()
    {
        var list = List(TracedKernels.VectorAdd(2048), [3 * 1024ul * 2048]);
        var chip = SimtBench.Chip with { Sms = 4 };
        var (whole, sampled) = (await ReplayAsync(list, chip), await ReplayAsync(list, chip, device: new DeviceOptions { Sample = true }));
        Assert.Equal((1, 2048L), (sampled.Sampling!.Sampled, sampled.Sampling.Blocks));
        Assert.InRange(sampled.Sampling.SimulatedBlocks, 32, 1800);

        // What was left out is rounded for each of 16 sub-cores.
        Assert.InRange(sampled.Counters.Instructions - whole.Counters.Instructions, -16, 16);
        Assert.InRange(Math.Abs(whole.DeviceFemtoseconds - sampled.DeviceFemtoseconds), 0, sampled.Sampling.BoundFemtoseconds);
    }

    [Fact]
    public async Task A_wait_for_copies_counts_groups()
    {
        var chip = SimtBench.Load("a100-sxm4-80");
        async Task<long> Wait(int groups) => Cycles(await ReplayAsync(File(Kernel("copies", 1, 32, (_, _) =>
        [
            Access(0, "LDGSTS.E.128", [], [4, 6], 16, Base, 16), Op(16, "LDGDEPBAR", [], []),
            Access(32, "LDGSTS.E.128", [], [4, 6], 16, Base + (1 << 20), 16), Op(48, "LDGDEPBAR", [], []),
            Op(64, "DEPBAR.LE", [], [], groups), .. Enumerable.Repeat(Op(80, "FADD", [1], [1, 2]), 300), Op(96, "EXIT", [], []),
        ], version: 80)), chip), chip);
        var (all, none) = (await Wait(0), await Wait(2));
        Assert.True(all - none > 300, $"{all} cycles with the wait, {none} without");
    }

    [Fact]
    public async Task Generic_accesses_go_where_their_addresses_lie()
    {
        async Task<RunResult> Load(ulong address) => await ReplayAsync(File(Kernel("generic", 1, 32, (_, _) =>
            [Access(0, "LD.E.SYS", [4], [2], 4, address, 4), Op(16, "FADD", [5], [4, 4]), Op(32, "EXIT", [], [])])));
        var (shared, local, global) = (await Load(0x7f2000000100), await Load(0x7f3000000100), await Load(Base));
        Assert.Equal((1, 0), (shared.Counters.Simt!.SharedRequests, shared.Counters.Simt!.GlobalRequests));
        Assert.Equal((0, 1, 4), (global.Counters.Simt!.SharedRequests, global.Counters.Simt!.GlobalRequests, global.Counters.Simt!.GlobalSectors));

        // each thread has local memory of its own, so that a word each is a line
        Assert.Equal((0, 1), (local.Counters.Simt!.SharedRequests, local.Counters.Simt!.GlobalRequests));
        Assert.True(Cycles(shared) < Cycles(global));
    }

    [Fact]
    public async Task A_warp_that_waits_at_a_barrier_for_one_that_ends_goes_on()
    {
        var result = await ReplayAsync(File(Kernel("ends", 2, 64, (_, warp) => warp == 0 ? [Op(0, "BAR.SYNC", [], []), Op(16, "EXIT", [], [])] : [])));
        Assert.Equal(2 * 3, result.Counters.Simt!.WarpInstructions);
    }

    [Theory]
    [InlineData("mlu370-x8", "of the family 'simt'")]
    [InlineData("mi100", "warps of 32 lanes")]
    public async Task A_chip_that_cannot_is_refused_with_the_reason(string chip, string reason)
    {
        var problem = await Assert.ThrowsAsync<RuntimeException>(() => TraceReplay.RunAsync(
            File(TracedKernels.VectorAdd(1)), ChipFile.Load(Repository.File("configs", "chips", chip + ".yaml")), Host, Options, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_that_the_chip_lacks_is_named()
    {
        var file = File(Kernel("k", 1, 32, (_, _) => [Op(0x40, "HMMA.16816.F32", [4], [8, 12, 4]), Op(0x50, "EXIT", [], [])]));
        var problem = await Assert.ThrowsAsync<SimtExecutionException>(() => ReplayAsync(file));
        Assert.Contains("k+0x40: HMMA.16816.F32", problem.Message, StringComparison.Ordinal);
        Assert.Contains("m16n8k16", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_opcodes_are_listed_with_their_number()
    {
        var file = File(Kernel("k", 3, 64, (_, _) => [Op(0, "FROB.X", [4], [5]), Op(16, "EXIT", [], [])]));
        var problem = await Assert.ThrowsAsync<TraceException>(() => ReplayAsync(file));
        Assert.Contains("FROB.X (6)", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.05)]
    public async Task A_file_that_is_cut_off_is_refused(double part)
    {
        var text = TracedKernels.VectorAdd(64);
        var problem = await Assert.ThrowsAsync<TraceException>(() => ReplayAsync(File(text[..(int)(part * text.Length)])));
        Assert.StartsWith(_folder.FullName, problem.Message, StringComparison.Ordinal);
    }

    private static long Steps(long instructions, int blocks, int repeats) => instructions + (blocks * 8L * repeats * 32 * 3);

    private static string Json(RunResult result)
    {
        using var stream = new MemoryStream();
        RunResultJson.Write(result, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Cycles of the only kernel, without what its start and end cost on any chip.</summary>
    private static long Cycles(RunResult result, SimtChip? chip = null)
    {
        var launch = (chip ?? SimtBench.Chip).Launch;
        return RunMetrics.Cycles(result.Layers[0].Femtoseconds - launch.KernelStart.Femtoseconds - launch.KernelDrain.Femtoseconds, (chip ?? SimtBench.Chip).Clock.Hertz);
    }

    private static long Allocated(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = TraceReader.OpenAsync(new MemoryStream(bytes), "test.traceg").AsTask().GetAwaiter().GetResult();
        using var source = new TraceKernelSource(reader, new TraceAddresses(1L << 30));
        var device = new SimtDevice(SimtBench.Chip with { Sms = 4 }, 1L << 30);
        device.Submit(new SimtLaunchRequest { Program = new SimtProgram(new SimtKernel("k", [], [], [], 14, 0, 0)), Trace = source, Grid = reader.Header.Grid, Block = reader.Header.Block });
        device.Run(TestContext.Current.CancellationToken);
        Assert.Equal(reader.Header.Grid.Count, device.Counters.Blocks);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Task<RunResult> ReplayAsync(string path, SimtChip? chip = null, HostSpec? host = null, DeviceOptions? device = null) =>
        TraceReplay.RunAsync(path, chip ?? SimtBench.Chip, host ?? Host, Options, device: device, cancellation: TestContext.Current.CancellationToken);

    private string File(string text, string name = "kernel-1.traceg")
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string List(string trace, ulong[] buffers, string more = "")
    {
        File(trace);
        var copies = new StringBuilder();
        var at = Base;
        foreach (var bytes in buffers)
        {
            copies.Append(System.Globalization.CultureInfo.InvariantCulture, $"MemcpyHtoD,0x{at:x},{bytes}\n");
            at += bytes;
        }

        return File($"{copies}kernel-1.traceg\n{more}", "kernelslist.g");
    }
}
