using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>Products of warp groups in time: the rule measured on an H200, rates, waits, and what goes wrong.</summary>
public class WarpGroupTests
{
    private static string Program(string name) => File.ReadAllText(Repository.File("programs", "simt", "micro", name + ".asm"));

    private static string Columns(string source, int n) => source.Replace("m64n64k16", FormattableString.Invariant($"m64n{n}k16"), StringComparison.Ordinal);

    /// <summary>FlashGPU-Sim on an H200: issue 4.3 cycles; wait 75 cycles of 64 columns, 107 of 128. The rule: columns / 2 and a tail of 43.</summary>
    [Theory]
    [InlineData(64, 75)]
    [InlineData(128, 107)]
    [InlineData(256, 171)]
    [InlineData(200, 143)]
    public void A_product_takes_half_a_cycle_for_each_column_and_a_tail(int n, int wait)
    {
        var run = SimtBench.Run(SimtBench.Chip("h200-sxm"), Columns(Program("wgmma-latency"), n), values: true);
        Assert.Equal((4u, (uint)wait), (run.Word("out", 0), run.Word("out", 1)));
    }

    /// <summary>2,048 multiply-adds a cycle from 64 columns on; below, 64 rows of A take 16 cycles to read from shared memory, and B its own.</summary>
    [Theory]
    [InlineData("ss", 256, 128)]
    [InlineData("ss", 64, 32)]
    [InlineData("ss", 32, 24)]
    [InlineData("ss", 8, 18)]
    [InlineData("rs", 32, 16)]
    [InlineData("rs", 16, 8)]
    public void Products_follow_each_other_at_the_rate_of_the_tensor_cores(string from, int n, int cycles)
    {
        var source = Columns(Program("wgmma-rate"), n);
        source = from == "ss" ? source : source.Replace("wgmma.ss.", "wgmma.rs.", StringComparison.Ordinal).Replace("r16, a,", "r16, r144,", StringComparison.Ordinal);
        var run = SimtBench.Run(SimtBench.Chip("h200-sxm"), source, values: true);

        // 256 products; the first is issued, the last has its tail
        Assert.InRange((int)run.Word("out", 0), (256 * cycles) + 43 + 4, (256 * cycles) + 43 + 12);
        Assert.Equal(256 * 4 * cycles, run.Device.Counters.TensorCycles);
        Assert.Equal(256L * 64 * n * 16, run.Device.Counters.TensorMacs);
    }

    /// <summary>Two warp groups share the tensor cores: twice the products take twice as long.</summary>
    [Fact]
    public void Groups_take_turns_at_the_tensor_cores()
    {
        var one = SimtBench.Run(SimtBench.Chip("h200-sxm"), Program("wgmma-rate"), values: true).Word("out", 0);
        var two = SimtBench.Run(SimtBench.Chip("h200-sxm"), Program("wgmma-rate").Replace("block 128", "block 256", StringComparison.Ordinal), values: true).Word("out", 0);
        Assert.InRange(two, (2 * one) - 200, (2 * one) + 40);
    }

    /// <summary>A warp that comes late is waited for by all four, as time that Nsight calls gmma.</summary>
    [Fact]
    public void A_product_starts_when_the_last_warp_has_come()
    {
        var source = Program("wgmma-latency").Replace("    wgmma.fence\n", """
                wgmma.fence
                s2r r0, %warpid
                setp.ne.and.s32 p0, r0, 2, pt
                bssy b0, go
                @p0 bra go
                mov.b32 r1, 0
            again:
                add.s32 r1, r1, 1
                setp.lt.and.s32 p0, r1, 100, pt
                @p0 bra again
            go:
                bsync b0

            """, StringComparison.Ordinal);
        var late = SimtBench.Run(SimtBench.Chip("h200-sxm"), source, values: true);
        Assert.True(late.Word("out", 1) > 1000, $"{late.Word("out", 1)} cycles");
        Assert.True(late.Device.Stalls[(int)StallReason.Gmma] > 3 * 1000);
    }

    /// <summary>Waiting for all but the last of two groups ends when the first is complete.</summary>
    [Theory]
    [InlineData(1, 75)]
    [InlineData(0, 107)]
    public void A_wait_leaves_as_many_groups_as_it_says(int left, int wait)
    {
        var source = Program("wgmma-latency")
            .Replace("    s2r r11, %clock\n", "    s2r r11, %clock\n    wgmma.commit_group\n    wgmma.ss.m64n64k16.f32.f16 r48, a, b, !pt\n", StringComparison.Ordinal)
            .Replace("wait_group 0", FormattableString.Invariant($"wait_group {left}"), StringComparison.Ordinal);
        Assert.Equal((uint)wait, SimtBench.Run(SimtBench.Chip("h200-sxm"), source, values: true).Word("out", 1));
    }

    [Theory]
    [InlineData("h100-sxm5")]
    [InlineData("h100-pcie")]
    [InlineData("h200-sxm")]
    public void Chips_of_hopper_have_them(string chip) => Assert.True(SimtBench.Run(SimtBench.Chip(chip), Program("wgmma-latency")).Device.Runs[0].HasEnded);

    [Theory]
    [InlineData("wgmma.ss.m64n64k16.f32.f16 r16, r4, r6, pt", "wgmma")]
    [InlineData("wgmma.wait_group 0", "wgmma")]
    [InlineData("cp.async.bulk [r0], [r2], r4", "tma")]
    [InlineData("cp.async.bulk.box.swizzle_128b [r0], [r2], r4", "tma")]
    [InlineData("mbarrier.arrive.expect_tx [r0], 16", "tma")]
    public void Other_chips_refuse_them_by_chip_instruction_and_line(string instruction, string capability)
    {
        var problem = Assert.Throws<SimtExecutionException>(() =>
            SimtBench.Run(SimtBench.Chip("a100-sxm4-80"), $".kernel k\n{instruction}\nexit\n.end\n.launch k, grid 1, block 128 ()"));
        Assert.Contains($"the chip lacks '{capability}'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("A100-SXM4-80", problem.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(instruction, problem.Message, StringComparison.Ordinal);
        Assert.Contains("line 2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Volta_has_no_barriers_in_shared_memory()
    {
        var problem = Assert.Throws<SimtExecutionException>(() =>
            SimtBench.Run(SimtBench.Chip("v100-sxm2"), ".kernel k\nmbarrier.init [rz], 1\nexit\n.end\n.launch k, grid 1, block 32 ()"));
        Assert.Contains("lacks 'mbarrier'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_of_which_one_warp_never_comes_is_a_deadlock_that_names_the_wait()
    {
        var source = Program("wgmma-latency").Replace("    wgmma.fence\n", "    s2r r0, %warpid\n    setp.eq.and.s32 p0, r0, 3, pt\n    @p0 exit\n", StringComparison.Ordinal);
        var problem = Assert.Throws<DeadlockException>(() => SimtBench.Run(SimtBench.Chip("h200-sxm"), source));
        Assert.Contains("warp 1 waits (Gmma) before", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_ends_with_products_of_some_warps_is_told()
    {
        var source = """
            .kernel k
            .shared 16384
                s2r r0, %warpid
                setp.eq.and.s32 p0, r0, 3, pt
                @p0 exit
                wgmma.ss.m64n64k16.f32.f16 r16, r4, r6, !pt
                exit
            .end
            .launch k, grid 1, block 128 ()
            """;
        var problem = Assert.Throws<SimulationException>(() => SimtBench.Run(SimtBench.Chip("h200-sxm"), source));
        Assert.Contains("the warps of warp group 0 have made 1, 1, 1 and 0 products", problem.InnerException!.Message, StringComparison.Ordinal);
    }
}
