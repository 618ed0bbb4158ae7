using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>The micro-benchmarks of <c>programs/simt/micro</c> against what real chips measured; each chip at the clock of its measurement.</summary>
public class SimtMicrobenchmarkTests
{
    private static string Program(string name) => File.ReadAllText(Repository.File("programs", "simt", "micro", name + ".asm"));

    private static SimtBench Run(SimtChip chip, string name, params (string From, string To)[] changes)
    {
        var source = Program(name);
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, source, StringComparison.Ordinal);
            source = source.Replace(from, to, StringComparison.Ordinal);
        }

        return SimtBench.Run(chip, source, values: true);
    }

    /// <summary>Load-to-use cycles by footprint: gpu-benches/gpu-latency on V100 (1380 MHz), A100-80 (1410 MHz) and H100 PCIe (1755 MHz).</summary>
    [Theory]
    [InlineData("v100-sxm2", "1380 MHz", 128, 30.0)]
    [InlineData("v100-sxm2", "1380 MHz", 8192, 215.0)]
    [InlineData("v100-sxm2", "1380 MHz", 65536, 430.5)]
    [InlineData("a100-sxm4-80", "1410 MHz", 256, 36.1)]
    [InlineData("a100-sxm4-80", "1410 MHz", 8192, 211.0)]
    [InlineData("h100-pcie", "1755 MHz", 256, 34.1)]
    [InlineData("h100-pcie", "1755 MHz", 8192, 265.0)]
    public void A_pointer_chase_sees_the_measured_latencies(string chip, string clock, int lines, double measured)
    {
        var steps = Math.Max(2048, lines);
        var run = Run(SimtBench.Chip(chip, $"clock={clock}"), "pointer-chase", (".equ N, 8192", $".equ N, {lines}"), (".equ STEPS, 8192", $".equ STEPS, {steps}"));
        var cycles = run.Word("out", 0) / (double)steps;
        Assert.True(Math.Abs(cycles - measured) <= 0.05 * measured, $"{cycles:f1} cycles, measured {measured}");
    }

    /// <summary>NVIDIA-Hopper-Benchmark, TMA on an H800: 365 to 369 cycles a link in the range of the L2, however few lines there are.</summary>
    [Theory]
    [InlineData(512, 364.9)]
    [InlineData(8192, 368.5)]
    public void A_chain_of_bulk_copies_sees_the_l2_and_never_the_l1(int lines, double measured)
    {
        var run = Run(SimtBench.Chip("h100-pcie", "clock=1755 MHz"), "bulk-chase", (".equ N, 8192", $".equ N, {lines}"));
        var cycles = run.Word("out", 0) / 2048.0;
        Assert.True(Math.Abs(cycles - measured) <= 0.05 * measured, $"{cycles:f1} cycles, measured {measured}");
    }

    /// <summary>TITAN V, titanv_ubench_output.txt: FP32 4.12 cycles.</summary>
    [Fact]
    public void A_chain_of_multiply_adds_takes_its_latency()
    {
        var run = Run(SimtBench.Chip("v100-sxm2"), "ffma-latency");
        Assert.InRange(run.Word("out", 0) / 1024.0, 4.0, 4.4);
    }

    /// <summary>64 lanes of an SM: 16 warps, 16 times 64 instructions each, take at least their number times 32 / 64 cycles. TITAN V: 126.9 of 128 flop.</summary>
    [Fact]
    public void Full_sub_cores_reach_the_rate_of_their_pipes()
    {
        var chip = SimtBench.Chip("v100-sxm2");
        var run = Run(chip, "ffma-rate");
        var ideal = 16 * 16 * 64 * 32 / 64;
        Assert.InRange(run.Cycles - chip.Launch.CtaStart.Count, ideal, ideal * 1.05);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(8, 8)]
    [InlineData(16, 16)]
    [InlineData(32, 32)]
    public void A_stride_of_shared_memory_takes_the_passes_of_its_conflicts(int stride, int passes)
    {
        var run = Run(SimtBench.Chip("v100-sxm2"), "shared-stride", (".equ S, 8", $".equ S, {stride}"));
        Assert.Equal(64 * passes, run.Device.Counters.SharedPasses);
        Assert.Equal(64, run.Device.Counters.SharedRequests);
        Assert.InRange(run.Word("out", 0), (uint)(64 * passes), (uint)((64 * passes) + 600));
    }

    /// <summary>gpu-benches/gpu-strides on an A100: cycles of a warp's load from the L1 by stride.</summary>
    [Theory]
    [InlineData(2, 2.0)]
    [InlineData(4, 4.0)]
    [InlineData(12, 4.0)]
    [InlineData(16, 16.0)]
    public void A_stride_of_the_l1_takes_the_passes_of_its_banks(int stride, double measured)
    {
        var run = Run(SimtBench.Chip("a100-sxm4-80"), "global-stride", (".equ S, 3", $".equ S, {stride}"));
        Assert.InRange(run.Word("out", 0) / (64.0 * 32), 0.93 * measured, 1.15 * measured);
    }

    /// <summary>Slices that have few registers for misses and whose lines are at home in the other partition do not wait for each other.</summary>
    [Fact]
    public void Partitions_that_fetch_from_each_other_come_to_an_end()
    {
        var run = Run(SimtBench.Chip("a100-sxm4-80", "l2.mshrsPerSlice=1"), "stream-copy", (".equ BYTES, 32M", ".equ BYTES, 8M"));
        Assert.All(run.Device.Runs, kernel => Assert.True(kernel.HasEnded));
        Assert.True(run.Device.MemoryCounters.FarSectors > 0);
    }

    /// <summary>As long as its longest lane, and one instruction, the bsync, more for each lane that leaves before.</summary>
    [Fact]
    public void An_uneven_warp_runs_as_long_as_its_longest_lane()
    {
        var chip = SimtBench.Chip("v100-sxm2");
        var run = Run(chip, "divergence");
        var (even, uneven) = (run.Word("out", 0), run.Word("out", 1));
        Assert.InRange(uneven, even, even + (uint)(31 * chip.Sm.Units[SimtUnit.Branch].Latency.Count) + 8);
    }

    [Fact]
    public void A_barrier_costs_at_least_its_latency()
    {
        var chip = SimtBench.Chip("v100-sxm2");
        var run = Run(chip, "barrier-cost");
        Assert.InRange(run.Word("out", 0) / 64.0, chip.Sm.BarrierLatency.Count, chip.Sm.BarrierLatency.Count + 40);
    }
}
