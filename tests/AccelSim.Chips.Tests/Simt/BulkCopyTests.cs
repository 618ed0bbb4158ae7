using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>Bulk copies and barriers in shared memory in time: latency, rate, phases, deadlocks, accounts.</summary>
public class BulkCopyTests
{
    private static string Gemm { get; } = File.ReadAllText(Repository.File("programs", "simt", "gemm-wgmma.asm"));

    /// <summary>One thread copies rows of 256 bytes, all at once, and waits: out[0] are the cycles from the first to the end of the wait.</summary>
    private static string Copies(int rows, int copies = 1, string after = "") => $$"""
        .buffer data, u8, {{Math.Max(1, copies) * 65536}}
        .buffer out, u32, 16
        .kernel k
        .param data, out
        .shared 65600
            mov.b64 r2, c[data]
            mov.b32 r4, 256
            mov.b32 r5, {{rows}}
            mov.b32 r6, 256
            mov.b32 r7, 65536
            mov.b32 r8, 0
            mbarrier.init [r7], 1
            s2r r10, %clock
            mbarrier.arrive.expect_tx [r7], {{rows * 256 * copies}}
            {{string.Join("\n    ", Enumerable.Range(0, copies).Select(i => $"cp.async.bulk.box [r8], [r2 + {i * 65536}], r4"))}}
            {{after}}
            mbarrier.try_wait.parity p0, [r7], rz
            s2r r11, %clock
            sub.s32 r10, r11, r10
            mov.b64 r2, c[out]
            st.global.b32 [r2], r10
            exit
        .end
        .launch k, grid 1, block 1 (data, out)
        """;

    private static (uint Cycles, SimtBench Run) Time(string source, params string[] set)
    {
        var run = SimtBench.Run(SimtBench.Chip("h100-sxm5", set), source, values: true);
        return (run.Word("out", 0), run);
    }

    /// <summary>The engine adds its latency to what the same lines take otherwise, and asks for no more than its bandwidth.</summary>
    [Fact]
    public void A_copy_takes_the_latency_and_the_bandwidth_of_the_engine()
    {
        // Lines in turn over the slices, so that first and last lie in the same partition and the engine alone makes the difference.
        const string InTurn = "l2.hash=ipoly";
        var one = Time(Copies(1), InTurn).Cycles;
        Assert.Equal(one + 100, Time(Copies(1), InTurn, $"sm.tma.extraLatency={Extra + 100} cycles").Cycles);
        var many = Time(Copies(128), InTurn).Cycles;
        var narrow = Time(Copies(128), InTurn, "sm.tma.bandwidth=8 B/cycle").Cycles;

        // 32 KiB at 64 or 8 bytes a cycle
        Assert.InRange((int)many - (int)one, (32768 / 64) - 4, (32768 / 64) + 300);
        Assert.InRange((int)narrow - (int)one, (32768 / 8) - 32, (32768 / 8) + 300);
    }

    private static long Extra => SimtBench.Chip("h100-sxm5").Sm.Tma!.ExtraLatency.Count;

    [Fact]
    public void Lines_on_their_way_are_bounded()
    {
        var few = Time(Copies(256), "sm.tma.maxOutstanding=8").Cycles;
        var many = Time(Copies(256)).Cycles;
        Assert.True(few > 10 * many, $"{few} and {many} cycles");
    }

    [Fact]
    public void Copies_pass_the_l1_and_the_registers()
    {
        var run = Time(Copies(16)).Run;
        Assert.Equal((0, 1, 16 * 8), (run.Device.Counters.L1Sectors, run.Device.Counters.GlobalRequests - 1, run.Device.Counters.GlobalSectors - 1));
    }

    /// <summary>FlashGPU-Sim on an H200: an arrival 6 cycles, a wait for a phase that is over 43.</summary>
    [Fact]
    public void Arrivals_and_waits_take_their_cycles()
    {
        var run = SimtBench.Run(SimtBench.Chip("h200-sxm"), """
            .buffer out, u32, 16
            .kernel k
            .param out
            .shared 64
                mbarrier.init [rz], 1
                s2r r10, %clock
                mbarrier.arrive [rz]
                s2r r11, %clock
                mbarrier.try_wait.parity p0, [rz], rz
                s2r r12, %clock
                sub.s32 r8, r11, r10
                sub.s32 r9, r12, r11
                mov.b64 r2, c[out]
                st.global.b64 [r2], r8
                exit
            .end
            .launch k, grid 1, block 1 (out)
            """, values: true);
        Assert.Equal((6 + 1u, 43 + 1u), (run.Word("out", 0), run.Word("out", 1)));
    }

    /// <summary>The shipped product: values or not, the same cycles and accounts; it computes what it does without time.</summary>
    [Fact]
    public void A_pipeline_of_copies_and_products_takes_the_same_time_with_and_without_values()
    {
        var chip = SimtBench.Chip("h100-sxm5", "sms=8");
        var timed = SimtBench.Run(chip, Gemm);
        var valued = SimtBench.Run(chip, Gemm, values: true);
        Assert.Equal(timed.Cycles, valued.Cycles);
        Assert.Equal(timed.Device.Simulation.TraceHash, valued.Device.Simulation.TraceHash);
        Assert.Equal(timed.Device.Counters, valued.Device.Counters);
        Assert.Equal(256L * 192 * 320, timed.Device.Counters.TensorMacs);
        Assert.Equal(SimtBench.Run(chip, Gemm).Device.Simulation.TraceHash, timed.Device.Simulation.TraceHash);
    }

    [Fact]
    public void Accounts_of_a_pipeline_add_up()
    {
        var device = SimtBench.Run(SimtBench.Chip("h100-sxm5", "sms=8"), Gemm).Device;
        var (stalls, sum) = (device.Stalls, 0L);
        for (var reason = 0; reason < StallCounts.Count; reason++)
        {
            Assert.True(stalls[reason] >= 0);
            sum += stalls[reason];
        }

        Assert.Equal(device.Counters.WarpCycles, sum);
        Assert.Equal(device.Counters.Instructions, stalls[(int)StallReason.Selected]);
        Assert.True(stalls[(int)StallReason.Gmma] > 0);
        Assert.True(stalls[(int)StallReason.LongScoreboard] > 0);
    }

    [Fact]
    public void Nothing_is_allocated_for_each_copy_or_product()
    {
        var chip = SimtBench.Chip("h100-sxm5", "sms=4");
        long Allocated(int depth)
        {
            var source = Gemm.Replace(".equ K, 320", FormattableString.Invariant($".equ K, {depth}"), StringComparison.Ordinal);
            SimtBench.Run(chip, source);
            var before = GC.GetAllocatedBytesForCurrentThread();
            SimtBench.Run(chip, source);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // 3,072 and 49,152 products
        var (few, many) = (Allocated(1024), Allocated(16384));
        Assert.True(many - few < 500_000, $"{few} and {many} bytes");
    }

    [Theory]
    [InlineData("expect_tx [r7], 256\n", "expect_tx [r7], 512\n", "mbarrier at 0x10000, whose phase 0 lacks 0 of 1 arrivals and 256 bytes")]
    [InlineData("init [r7], 1\n", "init [r7], 2\n", "mbarrier at 0x10000, whose phase 0 lacks 1 of 2 arrivals and 0 bytes")]
    public void A_phase_that_never_ends_is_a_deadlock_that_names_the_barrier(string from, string to, string expected)
    {
        var source = Copies(1).Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Copies(1), source);
        var problem = Assert.Throws<DeadlockException>(() => Time(source));
        Assert.Contains("block (0, 0, 0), warp 0 waits at " + expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_ends_with_copies_on_their_way_is_told()
    {
        var problem = Assert.Throws<SimulationException>(() => Time(Copies(1, copies: 2, after: "exit")));
        Assert.Contains("the block ends with 2 bulk copies on their way: it must wait for their mbarrier", Assert.IsType<SimtExecutionException>(problem.InnerException).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[r2 + 0]", "[r2 + 131072]", "outside the")]
    [InlineData("mov.b32 r8, 0", "mov.b32 r8, 65536", "would lie outside its 65600 bytes")]
    public void A_copy_outside_memory_names_instruction_warp_and_address(string from, string to, string expected)
    {
        var source = Copies(1).Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Copies(1), source);
        var cause = Assert.IsType<SimtExecutionException>(Assert.Throws<SimulationException>(() => Time(source)).InnerException).Message;
        Assert.Contains(expected, cause, StringComparison.Ordinal);
        Assert.Contains("cp.async.bulk.box [r8], [r2", cause, StringComparison.Ordinal);
        Assert.Contains("warp 0", cause, StringComparison.Ordinal);
    }
}
