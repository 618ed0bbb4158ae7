using AccelSim.Chips.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>Kernels of several streams on one chip.</summary>
public sealed class SimtStreamTests
{
    /// <summary>Half of the SMs of a V100 add in registers for long; blocks of 1024 threads, one to an SM for its registers.</summary>
    private const string Half = """
        .kernel half
        .registers 64
            mov.b32 r1, 2000
        again:
            sub.s32 r1, r1, 1
            setp.gt.and.s32 p0, r1, 0, pt
            @p0 bra again
            exit

        """;

    /// <summary>A thread's element of what is read comes into r12; r6 says where it goes.</summary>
    private const string Load = """
            s2r r0, %ctaid.x
            s2r r1, %ntid.x
            s2r r2, %tid.x
            mad.lo.s32 r0, r0, r1, r2
            mov.b64 r4, c[from]
            mov.b64 r6, c[to]
            mad.wide.s32 r4, r0, 4, r4
            mad.wide.s32 r6, r0, 4, r6
            ld.global.b32 r12, [r4]
        """;

    /// <summary>Reads and writes, with shared memory and barriers between.</summary>
    private const string Mixed = $"""
        .buffer x, f32, 262144, ramp
        .buffer y, f32, 262144
        .buffer u, f32, 262144, ramp
        .buffer v, f32, 262144
        .kernel copy
        .param from, to
        {Load}
            add.f32 r12, r12, r12
            st.global.b32 [r6], r12
            exit
        .kernel turn
        .param from, to
        .shared 8192
        {Load}
            shl.b32 r3, r2, 2
            st.shared.b32 [r3], r12
            bar.sync 0, 0
            ld.shared.b32 r12, [r3]
            st.global.b32 [r6], r12
            exit
        .launch copy, grid 1024, block 256 (x, y)
        .launch turn, grid 1024, block 256 (u, v)

        """;

    private static readonly SimtChip V100 = SimtBench.Chip("v100-sxm2");

    [Fact]
    public void Two_kernels_of_half_the_chip_take_as_long_as_one()
    {
        const string Two = Half + ".launch half, grid 40, block 1024 ()\n.launch half, grid 40, block 1024 ()\n";
        var (apart, behind) = (Together(Two, (i, _) => i), Together(Two, (_, _) => 0));
        var one = Length(behind.Device.Runs[0]);
        Assert.Equal(one, Length(apart.Device.Runs[0]));
        Assert.InRange(Span(apart), one, one * 1.02);
        Assert.True(Span(behind) > 2 * one);
    }

    [Fact]
    public void Kernels_of_the_whole_chip_take_as_long_together_as_one_after_the_other()
    {
        // Leftover policy: no block of the second is placed while the first has some left to place.
        const string Two = Half + ".launch half, grid 800, block 1024 ()\n.launch half, grid 800, block 1024 ()\n";
        var apart = Together(Two, (i, _) => i);
        var (first, second) = (apart.Device.Runs[0], apart.Device.Runs[1]);
        Assert.True(second.FirstBlock > first.FirstBlock + (Length(first) * 8 / 10));
        Assert.InRange(Span(apart), Length(first) * 1.8, Length(first) * 2.1);
    }

    [Fact]
    public void The_kernel_of_more_priority_is_placed_first()
    {
        const string Two = Half + ".launch half, grid 800, block 1024 ()\n.launch half, grid 80, block 1024 ()\n";
        var equal = Together(Two, (i, _) => i);
        var urgent = SimtBench.RunTogether(V100, Two, (i, _, request) => request with { Stream = i, Priority = i });
        Assert.True(urgent.Device.Runs[1].End < equal.Device.Runs[1].End / 2);
        Assert.True(urgent.Device.Runs[0].End > equal.Device.Runs[0].End);
    }

    [Fact]
    public void One_stream_is_one_kernel_after_the_other()
    {
        var plain = SimtBench.RunTogether(V100, Mixed + Mixed[Mixed.IndexOf(".launch", StringComparison.Ordinal)..], (_, _, request) => request);
        var stream = SimtBench.RunTogether(V100, Mixed + Mixed[Mixed.IndexOf(".launch", StringComparison.Ordinal)..], (_, _, request) => request with { Stream = 3 });
        Assert.Equal(plain.Device.Runs.Select(run => (run.FirstBlock, run.LastBlock, run.End)), stream.Device.Runs.Select(run => (run.FirstBlock, run.LastBlock, run.End)));
        Assert.Equal(plain.Device.Counters, stream.Device.Counters);
        Assert.Equal(plain.Device.Simulation.TraceHash, stream.Device.Simulation.TraceHash);
    }

    [Fact]
    public void A_kernel_without_a_stream_waits_for_all_and_all_wait_for_it()
    {
        const string Three = Half + ".launch half, grid 4, block 1024 ()\n.launch half, grid 8, block 1024 ()\n.launch half, grid 4, block 1024 ()\n.launch half, grid 4, block 1024 ()\n";
        var runs = SimtBench.RunTogether(V100, Three, (i, _, request) => request with { Stream = i == 2 ? null : i }).Device.Runs;
        Assert.True(runs[2].FirstBlock > Math.Max(runs[0].End, runs[1].End));
        Assert.True(runs[3].FirstBlock > runs[2].End);
    }

    [Fact]
    public void Events_order_kernels_of_different_streams()
    {
        const string Two = Half + ".launch half, grid 4, block 1024 ()\n.launch half, grid 4, block 1024 ()\n";
        var runs = SimtBench.RunTogether(V100, Two, (i, before, request) => request with { Stream = i, After = i == 0 ? [] : [before[0]] }).Device.Runs;
        Assert.Equal(V100.Launch.KernelGap.Femtoseconds, runs[1].FirstBlock - runs[0].End, 1_000_000.0);
    }

    [Fact]
    public void No_more_kernels_run_at_once_than_the_chip_allows()
    {
        var chip = SimtBench.Chip("v100-sxm2", "launch.maxConcurrentKernels=2");
        var source = Half + string.Concat(Enumerable.Repeat(".launch half, grid 4, block 1024 ()\n", 3));
        var runs = SimtBench.RunTogether(chip, source, (i, _, request) => request with { Stream = i }).Device.Runs;
        Assert.True(runs[1].FirstBlock < runs[0].LastBlock);
        Assert.True(runs[2].FirstBlock > runs[0].End);
    }

    [Theory]
    [InlineData("v100-sxm2")]
    [InlineData("a100-sxm4-40")]
    [InlineData("mi100")]
    public void Accounts_of_kernels_that_share_the_chip_add_up_to_its_own(string name)
    {
        var device = Together(Mixed, (i, _) => i, SimtBench.Chip(name)).Device;
        Assert.True(device.Runs[1].FirstBlock < device.Runs[0].LastBlock);
        var accounts = device.Runs.Select(run => run.Account!).ToList();
        Assert.Equal([1024L * 8 * 12 * 32 / device.Chip.Sm.WarpWidth, 1024L * 8 * 15 * 32 / device.Chip.Sm.WarpWidth], accounts.Select(account => account.Counters.Instructions));
        Assert.Equal(device.Counters.Instructions, accounts.Sum(account => account.Counters.Instructions));
        Assert.Equal(device.Counters.GlobalSectors, accounts.Sum(account => account.Counters.GlobalSectors));
        Assert.Equal(device.Counters.WarpCycles, accounts.Sum(account => account.Counters.WarpCycles));
        Assert.Equal(device.Counters.Blocks, accounts.Sum(account => account.Counters.Blocks));
        Assert.Equal((0, device.Counters.SharedRequests), (accounts[0].Counters.SharedRequests, accounts[1].Counters.SharedRequests));
        Assert.Equal(device.Activity.BytesRead(SmMemory.Registers), accounts.Sum(account => account.Activity.BytesRead(SmMemory.Registers)));
        Assert.Equal(device.MemoryCounters.ReplyBytes, accounts.Sum(account => account.Memory.ReplyBytes));
        Assert.Equal(device.MemoryCounters.L2Misses, accounts.Sum(account => account.Memory.L2Misses));
        Assert.Equal(device.Dram.Work.ReadBytes, accounts.Sum(account => account.Dram.ReadBytes));
        for (var reason = 0; reason < StallCounts.Count; reason++)
        {
            Assert.Equal(device.Stalls[reason], accounts.Sum(account => account.Stalls[reason]));
        }

        for (var sm = 0; sm < device.Chip.Sms; sm++)
        {
            for (var subCore = 0; subCore < device.Chip.Sm.SubCores; subCore++)
            {
                var slots = device.SlotsOf(sm, subCore);
                Assert.Equal(Sum(slots), accounts.Sum(account => Sum(account.SlotsOf(sm, subCore))));
            }
        }

        static long Sum(IssueSlots slots) => slots.Issued.ToArray().Sum() + slots.Stalled.ToArray().Sum();
    }

    [Fact]
    public void Blocks_of_two_kernels_share_an_SM_and_its_shared_memory()
    {
        // 48 KiB and 40 KiB fit together in 96 KiB, twice 48 KiB and 40 KiB do not.
        var source = Half + ".launch half, grid 80, block 32 () shared 48K\n.launch half, grid 80, block 32 () shared 40K\n";
        var fits = Together(source, (i, _) => i);
        Assert.True(fits.Device.Runs[1].LastBlock < fits.Device.Runs[0].LastBlock + (Length(fits.Device.Runs[0]) / 2));
        var full = Together(source.Replace("40K", "64K", StringComparison.Ordinal), (i, _) => i);
        Assert.True(full.Device.Runs[1].FirstBlock > full.Device.Runs[0].FirstBlock + (Length(full.Device.Runs[0]) * 9 / 10));
    }

    [Fact]
    public void Time_is_the_same_with_values_and_from_run_to_run()
    {
        var (without, with) = (Together(Mixed, (i, _) => i), Together(Mixed, (i, _) => i, values: true));
        Assert.Equal(without.Device.Runs.Select(run => (run.FirstBlock, run.End)), with.Device.Runs.Select(run => (run.FirstBlock, run.End)));
        Assert.Equal(without.Device.Simulation.TraceHash, Together(Mixed, (i, _) => i).Device.Simulation.TraceHash);
        Assert.Equal(BitConverter.SingleToUInt32Bits(2 * BitConverter.UInt32BitsToSingle(with.Word("x", 77))), with.Word("y", 77));
    }

    [Fact]
    public void Which_stream_has_which_name_does_not_matter()
    {
        var (one, other) = (Together(Mixed, (i, _) => i), Together(Mixed, (i, _) => 7 - i));
        Assert.Equal(one.Device.Runs.Select(run => (run.FirstBlock, run.End)), other.Device.Runs.Select(run => (run.FirstBlock, run.End)));
        Assert.Equal(one.Device.Simulation.TraceHash, other.Device.Simulation.TraceHash);
    }

    [Fact]
    public void Nothing_is_allocated_per_instruction_of_kernels_that_share_an_SM()
    {
        var chip = SimtBench.Chip("v100-sxm2", "sms=4");
        Allocated(64);
        var (few, many) = (Allocated(64), Allocated(1024));

        // Sixteen times the work; warps of both kernels issue in turn on every SM.
        Assert.True(many - few < 2_000_000, $"{few} and {many} bytes");

        long Allocated(int blocks)
        {
            var source = Mixed[..Mixed.IndexOf(".launch", StringComparison.Ordinal)]
                + FormattableString.Invariant($".launch copy, grid {blocks}, block 256 (x, y)\n.launch turn, grid {blocks}, block 256 (u, v)\n");
            var before = GC.GetAllocatedBytesForCurrentThread();
            Together(source, (i, _) => i, chip);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static SimtBench Together(string source, Func<int, int, int> stream, SimtChip? chip = null, bool values = false) =>
        SimtBench.RunTogether(chip ?? V100, source, (i, before, request) => request with { Stream = stream(i, before.Count) }, values);

    private static long Length(SimtKernelRun run) => run.LastBlock - run.FirstBlock;

    private static long Span(SimtBench bench) => bench.Device.Runs.Max(run => run.LastBlock) - bench.Device.Runs.Min(run => run.FirstBlock);
}
