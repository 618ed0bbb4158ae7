using AccelSim.Machine.Simt;

namespace AccelSim.Machine.Tests.Simt;

public sealed class SimtPeakTests
{
    /// <summary>Figures of data sheets, in 10^12 per second, at the clock they are published for (MHz). Biren's are rounded from about 977 MHz.</summary>
    [Theory]
    [InlineData("v100-sxm2", 1530, MacFormat.Fp32, 15.7, 0.05)]
    [InlineData("v100-sxm2", 1530, MacFormat.Fp16, 125, 0.5)]
    [InlineData("a100-sxm4-40", 1410, MacFormat.Fp32, 19.5, 0.05)]
    [InlineData("a100-sxm4-40", 1410, MacFormat.Tf32, 156, 0.5)]
    [InlineData("a100-sxm4-80", 1410, MacFormat.Fp16, 312, 0.5)]
    [InlineData("a100-sxm4-80", 1410, MacFormat.Bf16, 312, 0.5)]
    [InlineData("a100-sxm4-80", 1410, MacFormat.Int8, 624, 0.5)]
    [InlineData("h100-sxm5", 1980, MacFormat.Fp32, 66.9, 0.05)]
    [InlineData("h100-sxm5", 1830, MacFormat.Fp16, 989.4, 0.5)]
    [InlineData("h100-sxm5", 1830, MacFormat.Tf32, 494.7, 0.5)]
    [InlineData("h100-sxm5", 1830, MacFormat.Int8, 1978.9, 1)]
    [InlineData("h100-pcie", 1755, MacFormat.Fp32, 51.2, 0.05)]
    [InlineData("h100-pcie", 1620, MacFormat.Fp16, 756, 1)]
    [InlineData("h200-sxm", 1830, MacFormat.Bf16, 989.4, 0.5)]
    [InlineData("jetson-agx-orin", 1300, MacFormat.Fp32, 5.3, 0.05)]
    [InlineData("jetson-agx-orin", 1300, MacFormat.Int8, 85, 0.5)]
    [InlineData("br100", 977, MacFormat.Fp32, 256, 0.5)]
    [InlineData("br100", 977, MacFormat.Tf32, 512, 1)]
    [InlineData("br100", 977, MacFormat.Bf16, 1024, 1)]
    [InlineData("br100", 977, MacFormat.Int8, 2048, 2)]
    [InlineData("br104", 977, MacFormat.Bf16, 512, 0.5)]
    [InlineData("mtt-s4000", 1526, MacFormat.Fp32, 25, 0.05)]
    [InlineData("mtt-s4000", 1526, MacFormat.Tf32, 50, 0.05)]
    [InlineData("mtt-s4000", 1526, MacFormat.Fp16, 100, 0.1)]
    [InlineData("mtt-s4000", 1526, MacFormat.Int8, 200, 0.1)]
    [InlineData("bi-v100", 1500, MacFormat.Fp32, 37, 0.2)]
    [InlineData("bi-v100", 1500, MacFormat.Fp16, 147, 0.5)]
    [InlineData("bi-v100", 1500, MacFormat.Int8, 295, 0.5)]
    [InlineData("mi100", 1502, MacFormat.Fp16, 184.6, 0.1)]
    [InlineData("mi100", 1502, MacFormat.Bf16, 92.3, 0.05)]
    [InlineData("mi100", 1502, MacFormat.Fp32, 46.1, 0.05)]
    public void Rates_are_those_of_the_data_sheet(string name, int megahertz, MacFormat format, double published, double within)
    {
        var peaks = SimtFiles.Load(name, FormattableString.Invariant($"clock={megahertz} MHz")).Peaks;
        Assert.Equal(published, peaks.MatrixOperationsPerSecond[format] / 1e12, within);
    }

    [Theory]
    [InlineData("v100-sxm2", SimtUnit.Fp64, 7.8)]
    [InlineData("a100-sxm4-40", SimtUnit.Fp64, 9.7)]
    [InlineData("h100-sxm5", SimtUnit.Fp64, 33.5)]
    [InlineData("mi100", SimtUnit.Fp64, 11.5)]
    [InlineData("mi100", SimtUnit.Fp32, 23.1)]
    [InlineData("jetson-agx-orin", SimtUnit.Fp64, 0.083)]
    public void Lanes_multiply_and_add_as_fast_as_published(string name, SimtUnit unit, double published) =>
        Assert.Equal(published, 2 * SimtPeaks.LaneOperationsPerSecond(SimtFiles.Load(name), unit) / 1e12, published * 0.006);

    /// <summary>A packed instruction of fp16 is two multiply-adds.</summary>
    [Theory]
    [InlineData("v100-sxm2", 31.4)]
    [InlineData("a100-sxm4-40", 78)]
    [InlineData("h100-sxm5", 133.8)]
    public void Packed_halves_are_as_fast_as_published(string name, double published) =>
        Assert.Equal(published, 4 * SimtPeaks.LaneOperationsPerSecond(SimtFiles.Load(name), SimtUnit.Fp16) / 1e12, 0.3);

    [Theory]
    [InlineData("a100-sxm4-40", 19.5)]
    [InlineData("h100-sxm5", 66.9)]
    [InlineData("v100-sxm2", 0)]
    public void Tensor_cores_multiply_fp64_as_fast_as_published(string name, double published) =>
        Assert.Equal(published, SimtPeaks.TensorOperationsPerSecond(SimtFiles.Load(name), MmaInput.F64) / 1e12, 0.05);

    [Theory]
    [InlineData("v100-sxm2", 900)]
    [InlineData("a100-sxm4-40", 1555)]
    [InlineData("a100-sxm4-80", 2039)]
    [InlineData("h100-sxm5", 3352)]
    [InlineData("h100-pcie", 2048)]
    [InlineData("h200-sxm", 4800)]
    [InlineData("jetson-agx-orin", 204.8)]
    [InlineData("br100", 1638.4)]
    [InlineData("br104", 819.2)]
    [InlineData("mtt-s4000", 768)]
    [InlineData("bi-v100", 1228.8)]
    [InlineData("mi100", 1228.8)]
    public void Device_memory_is_as_fast_as_published(string name, double gigabytes) =>
        Assert.Equal(gigabytes, SimtFiles.Load(name).Peaks.DramBandwidth.BytesPerSecond / 1e9, 0.5);

    [Fact]
    public void A_chip_without_tensor_cores_multiplies_on_its_lanes_alone()
    {
        var chip = SimtFiles.Load("v100-sxm2", "sm.tensor=", "capabilities=[]");
        Assert.Equal([MacFormat.Fp32], chip.Peaks.MatrixOperationsPerSecond.Keys);
        Assert.Equal(2 * chip.Peaks.VectorFp32OperationsPerSecond, chip.Peaks.MatrixOperationsPerSecond[MacFormat.Fp32]);
    }

    [Fact]
    public void One_instruction_a_cycle_cannot_fill_more_lanes_than_a_warp()
    {
        var chip = SimtFiles.Load("v100-sxm2", "sm.units.fp32.lanes=128");
        Assert.Equal(80L * 4 * 32 * 1_530_000_000, SimtPeaks.LaneOperationsPerSecond(chip, SimtUnit.Fp32));
        Assert.Equal(80L * 4 * 64 * 1_530_000_000, SimtPeaks.LaneOperationsPerSecond(SimtFiles.Load("v100-sxm2", "sm.units.fp32.lanes=128", "sm.issueWidth=2"), SimtUnit.Fp32));
        Assert.Equal(0, SimtPeaks.LaneOperationsPerSecond(chip, SimtUnit.Uniform));
    }

    [Fact]
    public void Values_at_their_limits_overflow_nothing()
    {
        var peaks = SimtFiles.Load(
            "v100-sxm2", "dvfs=", "clock=100 GHz", "sms=1024", "sm.subCores=64", "sm.maxWarps=1024", "sm.units.fp32.lanes=1024", "sm.issueWidth=8", "sm.tensor.macsPerCycle.f16=1048576",
            "interconnect.sm={ request: 1048576 B/cycle, reply: 1048576 B/cycle }").Peaks;
        Assert.All(peaks.MatrixOperationsPerSecond.Values, rate => Assert.True(rate > 0));
        Assert.True(peaks.VectorFp32OperationsPerSecond > 0 && peaks.ClusterReadBandwidth.BytesPerSecond > 0);
    }
}
