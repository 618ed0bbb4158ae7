using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>What holds for every kernel on every chip of the simt family.</summary>
public class SimtLawTests
{
    /// <summary>Sources whose time needs no values: shapes of arithmetic, memory, divergence, barriers and copies.</summary>
    private static readonly string[] All =
    [
        Streams(40, 96),
        Streams(7, 256),
        """
        .buffer data, f32, 65536
        .kernel tiles
        .param data
        .shared 8192
            s2r r0, %tid.x
            s2r r1, %ctaid.x
            mov.b64 r4, c[data]
            mad.lo.s32 r2, r1, 128, r0
            mad.wide.s32 r4, r2, 4, r4
            shl.b32 r3, r0, 4
            and.b32 r3, r3, 8191
            mov.b32 r8, 0
        loop:
            ld.global.b32 r6, [r4]
            st.shared.b32 [r3], r6
            bar.sync 0, 0
            ld.shared.b32 r7, [r3]
            fma.f32 r9, r7, r6, r9
            bar.sync 0, 0
            add.s32 r8, r8, 1
            setp.lt.and.s32 p0, r8, 6, pt
            @p0 bra loop
            bssy b0, join
            setp.lt.and.s32 p1, r0, 50, pt
            @p1 bra some
            mul.f32 r9, r9, r9
            ex2.f32 r9, r9
            bra join
        some:
            add.f32 r9, r9, r6
        join:
            bsync b0
            shfl.bfly r10, r9, 1
            add.f32 r9, r9, r10
            st.global.b32 [r4], r9
            exit
        .end
        .launch tiles, grid 96, block 128 (data)
        """,
    ];

    public static TheoryData<string> Sources() => [.. All];

    /// <summary>Values or not, a kernel takes the same cycles.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void Time_is_the_same_with_and_without_values(string source)
    {
        var chip = SimtBench.Chip("v100-sxm2", "sms=8");
        var timed = SimtBench.Run(chip, source);
        var valued = SimtBench.Run(chip, source, values: true);
        Assert.Equal(timed.Cycles, valued.Cycles);
        Assert.Equal(timed.Device.Simulation.TraceHash, valued.Device.Simulation.TraceHash);
        Assert.Equal(timed.Device.Counters, valued.Device.Counters);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Two_runs_are_the_same(string source)
    {
        var chip = SimtBench.Chip("v100-sxm2", "sms=8");
        Assert.Equal(SimtBench.Run(chip, source).Device.Simulation.TraceHash, SimtBench.Run(chip, source).Device.Simulation.TraceHash);
    }

    /// <summary>Every cycle of every resident warp has one reason.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void Stall_reasons_add_up_to_the_time_warps_were_resident(string source)
    {
        var device = SimtBench.Run(SimtBench.Chip("v100-sxm2", "sms=8"), source).Device;
        var stalls = device.Stalls;
        var sum = 0L;
        for (var reason = 0; reason < StallCounts.Count; reason++)
        {
            Assert.True(stalls[reason] >= 0);
            sum += stalls[reason];
        }

        Assert.Equal(device.Counters.WarpCycles, sum);
        Assert.Equal(device.Counters.Instructions, stalls[(int)StallReason.Selected]);
    }

    /// <summary>More of a resource never hurts a kernel of independent blocks by more than how blocks happen to fall: 5 %.</summary>
    [Theory]
    [InlineData("sms=16", "sms=8")]
    [InlineData("l2.latency=215 cycles", "l2.latency=240 cycles")]
    [InlineData("sm.units.fp32.lanes=16", "sm.units.fp32.lanes=8")]
    [InlineData("sm.l1.bandwidth=128 B/cycle", "sm.l1.bandwidth=32 B/cycle")]
    [InlineData("interconnect.sm.reply=64 B/cycle", "interconnect.sm.reply=16 B/cycle")]
    public void A_better_chip_is_not_slower(string better, string worse)
    {
        foreach (var source in All)
        {
            var fast = SimtBench.Run(SimtBench.Chip("v100-sxm2", "sms=8", better), source).Cycles;
            var slow = SimtBench.Run(SimtBench.Chip("v100-sxm2", "sms=8", worse), source).Cycles;
            Assert.True(fast <= slow * 1.05, $"{better}: {fast} cycles, {worse}: {slow}");
        }
    }

    /// <summary>Both partitions of an L2 fetch from each other, with few registers for misses and few ways: neither waits for the other for ever.</summary>
    [Theory]
    [InlineData("l2.mshrsPerSlice=1")]
    [InlineData("l2.mshrsPerSlice=4", "l2.capacity=320 KiB")]
    [InlineData("l2.ways=2", "l2.capacity=320 KiB")]
    public void Partitions_that_fetch_from_each_other_make_progress(params string[] set)
    {
        var run = SimtBench.Run(SimtBench.Chip("a100-sxm4-40", ["sms=16", .. set]), Streams(400, 256));
        Assert.Equal(400, run.Device.Counters.Blocks);
        Assert.True(run.Device.MemoryCounters.FarSectors > 0);
    }

    [Fact]
    public void Nothing_is_allocated_per_instruction()
    {
        var chip = SimtBench.Chip("v100-sxm2", "sms=4");
        SimtBench.Run(chip, Streams(64, 256));
        long Allocated(int blocks)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            SimtBench.Run(chip, Streams(blocks, 256));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // Sixteen times the work: what is allocated more is pools that grew, not instructions (15,000 warps of 20).
        var (few, many) = (Allocated(128), Allocated(2048));
        Assert.True(many - few < 2_000_000, $"{few} and {many} bytes");
    }

    [Fact]
    public void A_barrier_that_a_warp_never_reaches_is_a_deadlock_with_its_cause()
    {
        var problem = Assert.Throws<DeadlockException>(() => SimtBench.Run(SimtBench.Chip("v100-sxm2", "sms=4"), """
            .kernel k
                s2r r0, %warpid
                setp.eq.and.s32 p0, r0, 0, pt
                @p0 bra other
                bar.sync 1, 128
                exit
            other:
                bar.sync 2, 128
                exit
            .end
            .launch k, grid 1, block 128 ()
            """));
        Assert.Contains("at barrier 1 of the block", problem.Message, StringComparison.Ordinal);
        Assert.Contains("warp 0", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warps_that_name_different_numbers_of_threads_at_a_barrier_are_told()
    {
        var problem = Assert.Throws<SimulationException>(() => SimtBench.Run(SimtBench.Chip("v100-sxm2", "sms=4"), """
            .kernel k
                s2r r0, %warpid
                setp.eq.and.s32 p0, r0, 0, pt
                @p0 bra other
                bar.sync 1, 128
                exit
            other:
                bar.sync 1, 64
                exit
            .end
            .launch k, grid 1, block 128 ()
            """));
        Assert.Contains("barrier 1", Assert.IsType<SimtExecutionException>(problem.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_access_outside_memory_names_instruction_warp_lanes_and_address()
    {
        var problem = Assert.Throws<SimulationException>(() => SimtBench.Run(SimtBench.Chip("v100-sxm2", "sms=4"), """
            .buffer a, f32, 64
            .kernel k
            .param a
                s2r r0, %tid.x
                mov.b64 r4, c[a]
                mad.wide.s32 r4, r0, 256, r4
                ld.global.b32 r6, [r4]
                exit
            .end
            .launch k, grid 1, block 32 (a)
            """, values: true));
        var cause = Assert.IsType<SimtExecutionException>(problem.InnerException);
        Assert.Contains("ld.global.b32 r6, [r4]", cause.Message, StringComparison.Ordinal);
        Assert.Contains("warp 0", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".registers 200\nexit", 512, "registers")]
    [InlineData(".shared 100000\nexit", 32, "shared memory")]
    public void A_block_that_does_not_fit_is_refused_with_the_resource(string body, int threads, string resource)
    {
        var problem = Assert.Throws<SimtExecutionException>(() =>
            SimtBench.Run(SimtBench.Chip("v100-sxm2"), $".kernel k\n{body}\n.end\n.launch k, grid 1, block {threads} ()"));
        Assert.Contains(resource, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instruction_that_the_chip_lacks_is_refused_by_line()
    {
        var problem = Assert.Throws<SimtExecutionException>(() =>
            SimtBench.Run(SimtBench.Chip("v100-sxm2"), ".kernel k\nmma.m16n8k16.f32.f16 r0, r4, r8, r0\nexit\n.end\n.launch k, grid 1, block 32 ()"));
        Assert.Contains("mmaM16n8k16", problem.Message, StringComparison.Ordinal);
        Assert.Contains("line 2", problem.Message, StringComparison.Ordinal);
    }

    private static string Streams(int blocks, int threads) => $$"""
        .buffer a, f32, {{blocks * threads}}
        .buffer b, f32, {{blocks * threads}}
        .buffer c, f32, {{blocks * threads}}
        .kernel add
        .param a, b, c
            s2r r0, %ctaid.x
            s2r r1, %tid.x
            s2r r2, %ntid.x
            mad.lo.s32 r0, r0, r2, r1
            mov.b64 r4, c[a]
            mov.b64 r6, c[b]
            mov.b64 r8, c[c]
            mad.wide.s32 r4, r0, 4, r4
            mad.wide.s32 r6, r0, 4, r6
            mad.wide.s32 r8, r0, 4, r8
            ld.global.b32 r10, [r4]
            ld.global.b32 r11, [r6]
            add.f32 r10, r10, r11
            st.global.b32 [r8], r10
            exit
        .end
        .launch add, grid {{blocks}}, block {{threads}} (a, b, c)
        """;
}
