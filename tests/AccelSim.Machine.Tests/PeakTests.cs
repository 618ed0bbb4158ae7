namespace AccelSim.Machine.Tests;

public sealed class PeakTests
{
    /// <summary>Vendor-independent figures: driver table of multiply-adds times cores times clock, and bus width times rate.</summary>
    [Theory]
    [InlineData("mlu270-s4", 16, MacFormat.Int8, 131.072, 102.4)]
    [InlineData("mlu290-m5", 64, MacFormat.Int8, 524.288, 1228.8)]
    [InlineData("mlu370-s4", 24, MacFormat.Int8, 196.608, 307.2)]
    [InlineData("mlu370-s4", 24, MacFormat.Fp16, 73.728, 307.2)]
    [InlineData("mlu370-x4", 32, MacFormat.Fp16, 98.304, 307.2)]
    [InlineData("mlu370-x8", 16, MacFormat.Fp32, 12.288, 307.2)]
    [InlineData("mlu370-m8", 32, MacFormat.Fp32, 31.9488, 307.2)]
    [InlineData("mlu590-h8", 48, MacFormat.Fp16, 294.912, 2048)]
    public void Peaks_equal_the_published_figures(string chip, int cores, MacFormat format, double teraOps, double gigabytes)
    {
        var peaks = ChipFile.Load(Repository.File("configs", "chips", chip + ".yaml")).Peaks;
        Assert.Equal(cores, peaks.Cores);
        Assert.Equal(teraOps, peaks.MatrixOperationsPerSecond[format] / 1e12, 9);
        Assert.Equal(gigabytes, peaks.DramBandwidth.BytesPerSecond / 1e9, 9);
    }

    [Theory]
    [InlineData("mlu270-s4")]
    [InlineData("mlu290-m5")]
    public void Chips_before_372_multiply_no_floating_point_tensors(string chip)
    {
        var peaks = ChipFile.Load(Repository.File("configs", "chips", chip + ".yaml")).Peaks;
        Assert.Equal([MacFormat.Int4, MacFormat.Int8, MacFormat.Int16], peaks.MatrixOperationsPerSecond.Keys);
    }

    [Fact]
    public void Usable_memory_of_mlu590_is_what_the_guide_says() =>
        Assert.Equal(327680, ((Mlu.MluChip)ChipFile.Load(Repository.File("configs", "chips", "mlu590-h8.yaml"))).Core.Nram.UsableBytes);
}
