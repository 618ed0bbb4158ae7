namespace AccelSim.Cli.Tests;

/// <summary>What can be asked of a chip of the SIMT family, and how the rest is refused.</summary>
public sealed class SimtChipCommandTests
{
    [Theory]
    [InlineData("v100-sxm2", "80 at 1530 MHz", "125.3 TOP/s", "900 GB/s")]
    [InlineData("a100-sxm4-40", "108 at 1410 MHz", "823 mm2", "1.555 TB/s")]
    [InlineData("a100-sxm4-80", "108 at 1410 MHz", "312 TOP/s", "2.04 TB/s")]
    [InlineData("h100-sxm5", "132 at 1980 MHz", "wgmma", "3.35 TB/s")]
    [InlineData("h100-pcie", "114 at 1755 MHz", "51.2 TOP/s", "2.05 TB/s")]
    [InlineData("h200-sxm", "132 at 1980 MHz", "141 GiB", "4.80 TB/s")]
    [InlineData("jetson-agx-orin", "16 at 1300 MHz", "85.2 TOP/s", "205 GB/s")]
    [InlineData("br100", "128 at 1 GHz", "1.049 POP/s", "1.638 TB/s")]
    [InlineData("br104", "64 at 1 GHz", "524 TOP/s", "819 GB/s")]
    [InlineData("mtt-s4000", "64 at 1526 MHz", "100.0 TOP/s", "768 GB/s")]
    [InlineData("bi-v100", "96 at 1500 MHz", "147.5 TOP/s", "1.229 TB/s")]
    [InlineData("mi100", "120 at 1502 MHz", "184.6 TOP/s", "1.229 TB/s")]
    public void Inspect_prints_the_peaks(string name, params string[] parts)
    {
        var run = InProcess.Run(["inspect", Repository.File("configs", "chips", name + ".yaml")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("simt", run.Output, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_that_the_chip_lacks_is_refused_with_what_works()
    {
        var run = InProcess.Run(["run", Repository.File("programs", "models", "resnet50.onnx"), "--chip", "v100-sxm2", "--precision", "bf16"]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("V100-SXM2 has no bf16 instructions; choose --precision fp16 or fp32", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_value_is_named_with_its_remedy()
    {
        var run = InProcess.Run(["inspect", Repository.File("configs", "chips", "v100-sxm2.yaml"), "--set", "sm.warpWidth=24", "--set", "capabilities=[mmaM8n8k5]"]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("sm.warpWidth: '24' must be 16, 32 or 64", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Device_memory_can_be_measured_alone()
    {
        var run = InProcess.Run(["membench", "--chip", "jetson-agx-orin", "--bytes", "64K"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("LPDDR5-6400", run.Output, StringComparison.Ordinal);
    }
}
