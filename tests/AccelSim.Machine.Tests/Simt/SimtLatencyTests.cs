using System.Globalization;
using AccelSim.Machine.Simt;

namespace AccelSim.Machine.Tests.Simt;

/// <summary>What files say of latencies is what was measured, and what follows from it is what the field's tables have.</summary>
public sealed class SimtLatencyTests
{
    /// <summary>Pointer chases of gpu-benches: rows of accesses, MHz, kB, ns, cycles.</summary>
    [Theory]
    [InlineData("v100-sxm2", "v100", 1380)]
    [InlineData("a100-sxm4-40", "a100_40", 1410)]
    [InlineData("a100-sxm4-80", "a100_80", 1410)]
    [InlineData("h100-pcie", "h100_pcie", 1755)]
    public void Latencies_are_those_of_the_pointer_chase(string name, string log, int megahertz)
    {
        var chip = SimtFiles.Load(name, FormattableString.Invariant($"clock={megahertz} MHz"));
        var rows = File.ReadLines(SharedData.Require("reference", "simt", "gpu-benches", "gpu-latency", log + ".txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 5)
            .Select(words => (Kilobytes: Number(words[2]), Cycles: Number(words[4])))
            .ToList();
        Assert.True(rows.Count > 50);
        Assert.Equal(At(16), chip.Sm.L1.Latency.Count, 0.5);
        Assert.Equal(At(2_000), chip.L2.Latency.Count, 0.8);

        // Beyond the L2: its latency, half of the way to the other partition, controller, activation and column access.
        var timings = chip.Dram.Device.Timings;
        var device = (timings.TRcd.Count + timings.TCl.Count + (chip.Dram.Device.BurstLength / 2)) / (double)timings.Clock.Hertz;
        var dram = (chip.Dram.Controller.Latency.Femtoseconds / 1e15) + device;
        var expected = chip.L2.Latency.Count + ((chip.L2.Far?.ExtraLatency.Count ?? 0) / 2.0) + chip.L2.DramLatencyExtra.Count + (dram * chip.Clock.Hertz);
        Assert.Equal(At(80_000), expected, At(80_000) * 0.02);

        double At(double kilobytes) => rows.MinBy(row => Math.Abs(row.Kilobytes - kilobytes)).Cycles;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("v100-sxm2", 105)]
    [InlineData("a100-sxm4-40", 97)]
    [InlineData("h100-sxm5", 132)]
    public void A_slice_gets_what_the_sm_and_the_crossbar_leave(string name, int cycles)
    {
        var chip = SimtFiles.Load(name);
        Assert.Equal(cycles, chip.L2SliceLatency);
        Assert.Equal(chip.L2.Latency.Count, chip.Sm.L1.Latency.Count + (2 * chip.Interconnect.Latency.Count) + chip.L2SliceLatency);
        Assert.All(SimtFiles.Names, each => Assert.True(SimtFiles.Load(each).L2SliceLatency > 0));
    }

    /// <summary>Initiation intervals of Accel-Sim's trace configurations: 2 for 16 lanes, 4 for fp64, 8 for special functions.</summary>
    [Theory]
    [InlineData("v100-sxm2", SimtUnit.Int, 2)]
    [InlineData("v100-sxm2", SimtUnit.Fp32, 2)]
    [InlineData("v100-sxm2", SimtUnit.Fp64, 4)]
    [InlineData("v100-sxm2", SimtUnit.Sfu, 8)]
    [InlineData("v100-sxm2", SimtUnit.Branch, 4)]
    [InlineData("v100-sxm2", SimtUnit.Shuffle, 1)]
    [InlineData("v100-sxm2", SimtUnit.Uniform, null)]
    [InlineData("a100-sxm4-40", SimtUnit.Uniform, 1)]
    [InlineData("h100-sxm5", SimtUnit.Fp32, 1)]
    [InlineData("h100-sxm5", SimtUnit.Fp64, 2)]
    [InlineData("jetson-agx-orin", SimtUnit.Fp64, 16)]
    [InlineData("br100", SimtUnit.Fp64, null)]
    [InlineData("mi100", SimtUnit.Fp32, 4)]
    [InlineData("mi100", SimtUnit.Sfu, 16)]
    public void A_warp_occupies_a_unit_for_its_width_over_the_lanes(string name, SimtUnit unit, int? cycles) =>
        Assert.Equal(cycles, SimtFiles.Load(name).Sm.IntervalOf(unit));

    [Theory]
    [InlineData(1, 32, 32)]
    [InlineData(16, 32, 2)]
    [InlineData(32, 32, 1)]
    [InlineData(64, 32, 1)]
    [InlineData(16, 64, 4)]
    public void Part_of_a_cycle_counts_as_one(int lanes, int warp, int cycles) =>
        Assert.Equal(cycles, new ExecutionUnitSpec { Lanes = lanes, Latency = new Cycles(4) }.Interval(warp));

    /// <summary>Cycles of one instruction on one sub-core: multiply-adds over a quarter of the SM's, or what a file says.</summary>
    [Theory]
    [InlineData("v100-sxm2", "m8n8k4", MmaInput.F16, MmaAccumulator.F32, 9, 8)]
    [InlineData("v100-sxm2", "m8n8k4", MmaInput.F16, MmaAccumulator.F16, 8, 8)]
    [InlineData("a100-sxm4-40", "m16n8k16", MmaInput.F16, MmaAccumulator.F32, 25, 8)]
    [InlineData("a100-sxm4-40", "m16n8k16", MmaInput.Bf16, MmaAccumulator.F32, 25, 8)]
    [InlineData("a100-sxm4-40", "m16n8k8", MmaInput.Tf32, MmaAccumulator.F32, 25, 8)]
    [InlineData("a100-sxm4-40", "m16n8k32", MmaInput.S8, MmaAccumulator.S32, 25, 8)]
    [InlineData("a100-sxm4-40", "m8n8k4", MmaInput.F64, MmaAccumulator.F64, 26, 16)]
    [InlineData("h100-sxm5", "m16n8k16", MmaInput.F16, MmaAccumulator.F32, 32, 6)]
    [InlineData("h100-sxm5", "m8n8k4", MmaInput.F64, MmaAccumulator.F64, 32, 8)]
    [InlineData("mi100", "m32n32k8", MmaInput.F16, MmaAccumulator.F32, 64, 64)]
    [InlineData("mi100", "m16n16k16", MmaInput.F16, MmaAccumulator.F32, 32, 32)]
    [InlineData("mi100", "m32n32k2", MmaInput.F32, MmaAccumulator.F32, 64, 64)]
    public void Matrix_instructions_take_what_the_rate_gives(string name, string shape, MmaInput input, MmaAccumulator accumulator, int latency, int interval)
    {
        var timing = SimtFiles.Load(name).Sm.MmaOf(shape, input, accumulator)!.Value;
        Assert.Equal((latency, interval), (timing.Latency, timing.Interval));
    }

    [Theory]
    [InlineData("v100-sxm2", "m16n8k16", MmaInput.F16, MmaAccumulator.F32)]
    [InlineData("v100-sxm2", "m8n8k4", MmaInput.Bf16, MmaAccumulator.F32)]
    [InlineData("a100-sxm4-40", "m16n8k16", MmaInput.Bf16, MmaAccumulator.F16)]
    [InlineData("a100-sxm4-40", "m8n8k4", MmaInput.F16, MmaAccumulator.F32)]
    [InlineData("jetson-agx-orin", "m8n8k4", MmaInput.F64, MmaAccumulator.F64)]
    [InlineData("mi100", "m16n8k16", MmaInput.F16, MmaAccumulator.F32)]
    public void What_a_chip_lacks_has_no_timing(string name, string shape, MmaInput input, MmaAccumulator accumulator) =>
        Assert.Null(SimtFiles.Load(name).Sm.MmaOf(shape, input, accumulator));

    /// <summary>FlashGPU-Sim's calibration on an H200: 75 cycles for 64 columns, 107 for 128; Luo et al.: 128 cycles of work for 256.</summary>
    [Theory]
    [InlineData(64, MmaInput.F16, 75, 32)]
    [InlineData(128, MmaInput.F16, 107, 64)]
    [InlineData(256, MmaInput.Bf16, 171, 128)]
    [InlineData(8, MmaInput.F16, 47, 4)]
    [InlineData(128, MmaInput.Tf32, 107, 64)]
    [InlineData(128, MmaInput.F8, 107, 64)]
    public void A_warp_group_takes_half_its_columns_and_a_tail(int n, MmaInput input, int latency, int interval)
    {
        var timing = SimtFiles.Load("h200-sxm").Sm.WgmmaOf(n, input)!.Value;
        Assert.Equal((latency, interval), (timing.Latency, timing.Interval));
    }

    [Theory]
    [InlineData("h100-sxm5", 264, MmaInput.F16)]
    [InlineData("h100-sxm5", 12, MmaInput.F16)]
    [InlineData("h100-sxm5", 0, MmaInput.F16)]
    [InlineData("h100-sxm5", 64, MmaInput.F64)]
    [InlineData("a100-sxm4-40", 64, MmaInput.F16)]
    public void Warp_groups_have_no_other_tiles(string name, int n, MmaInput input) => Assert.Null(SimtFiles.Load(name).Sm.WgmmaOf(n, input));

    [Theory]
    [InlineData("m16n8k16", 16, 8, 16)]
    [InlineData("m32n32k8", 32, 32, 8)]
    [InlineData("m1024n1k1", 1024, 1, 1)]
    public void Tiles_are_read_from_their_names(string name, int m, int n, int k) => Assert.Equal((m, n, k), MmaShapeSpec.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("mnk")]
    [InlineData("m16n8")]
    [InlineData("m16k8n16")]
    [InlineData("16n8k16")]
    [InlineData("m0n8k16")]
    [InlineData("m16n8k16x")]
    [InlineData("m16n8k 16")]
    [InlineData("m-16n8k16")]
    [InlineData("m2000n8k16")]
    [InlineData("M16N8K16")]
    public void Other_names_are_no_tiles(string name) => Assert.Null(MmaShapeSpec.Parse(name));

    [Fact]
    public void Caches_of_an_sm_share_one_array_with_shared_memory()
    {
        var sm = SimtFiles.Load("v100-sxm2").Sm;
        Assert.Equal([128, 120, 112, 96, 64, 32], sm.SharedMemory.Options.Select(option => sm.L1Bytes(option) >> 10));
        Assert.Equal([256, 240, 224, 192, 128, 64], sm.SharedMemory.Options.Select(option => sm.L1Ways(option)));
        Assert.Equal(32 << 10, sm.SharedMemory.Option(16385)!.Value.Bytes);
        Assert.Equal(0, sm.SharedMemory.Option(0)!.Value.Bytes);
        Assert.Null(sm.SharedMemory.Option((96 << 10) + 1));
        Assert.Equal(16 << 10, SimtFiles.Load("mi100").Sm.L1Bytes(SimtFiles.Load("mi100").Sm.SharedMemory.Largest));
    }
}
