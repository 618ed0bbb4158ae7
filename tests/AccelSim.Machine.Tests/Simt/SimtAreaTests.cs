using System.Globalization;

namespace AccelSim.Machine.Tests.Simt;

public sealed class SimtAreaTests
{
    [Fact]
    public void The_parts_of_an_A100_sum_to_its_measured_die()
    {
        var measured = File.ReadLines(SharedData.Require("reference", "npu", "llmcompass", "die_area.csv"))
            .Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)).ToList();
        var parts = SimtFiles.Load("a100-sxm4-80").AreaEstimate!.Parts.ToDictionary(part => part.Name, part => part.Area.SquareMicrometres / 1e6);
        Assert.Equal(measured.Sum(), parts.Values.Sum(), 1.0);

        // 108 of 128 SMs, 40 of 48 MiB, five of six stacks.
        Assert.Equal(measured[0] * 108 / 128, parts["registers"] + parts["L1 and shared"] + parts["matrix units"] + parts["cores"], 1.0);
        Assert.Equal(measured[1] * 108 / 128, parts["network"], 0.5);
        Assert.Equal(measured[2] * 40 / 48, parts["L2"], 0.5);
        Assert.Equal((measured[3] + measured[4]) * 5 / 6, parts["DRAM channels"], 0.5);
    }

    [Fact]
    public void A_larger_chip_is_larger_by_what_it_has_more()
    {
        var half = SimtFiles.Load("a100-sxm4-40").AreaEstimate!.Parts.ToDictionary(part => part.Name, part => part.Area.SquareMicrometres);
        var twice = SimtFiles.Load("a100-sxm4-40", "sms=216", "l2.capacity=80 MiB", "l2.slices=160", "dram.channels=160", "dram.capacity=80 GiB").AreaEstimate!.Parts;
        Assert.All(twice, part => Assert.InRange(part.Area.SquareMicrometres, part.Name == "other" ? half[part.Name] : (2 * half[part.Name]) - 1, (part.Name == "other" ? 1 : 2) * half[part.Name] + 1));
        Assert.Equal(0, SimtFiles.Load("a100-sxm4-40", "sm.tensor=", "capabilities=[asyncCopy, ldmatrix, mbarrier, uniform]").AreaEstimate!.Parts.Single(part => part.Name == "matrix units").Area.SquareMicrometres);
    }

    [Theory]
    [InlineData("v100-sxm2")]
    [InlineData("jetson-agx-orin")]
    [InlineData("br100")]
    public void A_die_that_nobody_measured_has_no_estimate(string name) => Assert.Null(SimtFiles.Load(name).AreaEstimate);

    [Fact]
    public void Values_at_their_limits_overflow_nothing()
    {
        var chip = SimtFiles.Load(
            "a100-sxm4-40", "sms=1024", "smsPerTpc=1", "area={ sramPerMebibyte: 100000 mm2, matrixUnit: 100000 mm2, core: 100000 mm2, dramChannel: 100000 mm2, networkPort: 100000 mm2, other: 100000 mm2 }");
        Assert.All(chip.AreaEstimate!.Parts, part => Assert.True(part.Area.SquareMicrometres >= 0));
    }
}
