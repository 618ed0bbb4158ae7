using System.Reflection;
using AccelSim.Machine;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>Devices of configs/dram in ticks are those of the reference runs of the same preset.</summary>
public class DeviceBindingTests
{
    // The reference reads no times of refreshes of single banks, for its runs refresh all together.
    private static readonly string[] NotRead = [nameof(DramDevice.RefreshBank), nameof(DramDevice.RefreshBankInterval), nameof(DramDevice.RefreshBankToActivate)];

    [Theory]
    [InlineData("hbm2-2000", "r_hbm2_1ch")]
    [InlineData("hbm3-6400", "r_hbm3_1ch")]
    [InlineData("hbm3-6400", "r_hbm3_16ch")]
    [InlineData("lpddr5-6400", "r_lpddr5_6400_1ch")]
    [InlineData("ddr4-3200", "r_ddr4_3200_1ch")]
    [InlineData("ddr5-4800", "r_ddr5_1ch", nameof(DramDevice.Clock))]
    [InlineData("gddr6-14000", "r_gddr6_14000_1ch", nameof(DramDevice.Clock))]
    public void A_shipped_device_is_that_of_the_reference(string name, string reference, params string[] different)
    {
        var expected = DramReferenceFile.Load(SharedData.Require("reference", "mem", "configs", reference + ".json")).Device;
        var device = Bind(name);
        Assert.Equal(different, Differences(expected, device).Except(NotRead));

        // The reference rounds the period of a clock to whole picoseconds: 416 for 2400 MHz, 570 for 1750 MHz.
        Assert.Equal(1, (double)device.Clock.Hertz / expected.Clock.Hertz, 0.003);
    }

    [Fact]
    public void A_pseudo_channel_alone_is_that_of_the_reference()
    {
        var expected = DramReferenceFile.Load(SharedData.Require("reference", "mem", "configs", "r_xhbm2_1pc.json")).Device;
        Assert.Empty(Differences(expected, Bind("hbm2-2000", "pseudoChannels=1")).Except(NotRead));
    }

    [Fact]
    public void Where_commands_start_on_both_edges_ticks_are_half_clocks()
    {
        var device = Bind("hbm3-6400");
        Assert.Equal(Devices.Get("hbm3") with { OtherRank = 4, RefreshBank = 640, RefreshBankInterval = 390, RefreshBankToActivate = 16 }, device);
    }

    [Fact]
    public void Times_of_a_split_activate_count_from_its_first_command()
    {
        var split = Bind("lpddr5-6400");
        var whole = Bind("lpddr5-6400", "splitActivate=false");
        Assert.Equal(whole with { Precharge = 16, PrechargeAll = 18, ActivateToPrecharge = 33 }, split);
    }

    [Fact]
    public void A_device_has_the_rows_that_the_memory_needs()
    {
        var chip = ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"), "dram.channels=12");
        Assert.Equal(65536, DramDeviceBinding.Bind(chip.Dram).Rows);
        Assert.Throws<ArgumentException>(() => DramDeviceBinding.Bind(chip.Dram.Device));
    }

    private static DramDevice Bind(string name, params string[] overrides) =>
        DramDeviceBinding.Bind(DramDeviceFile.Load(Repository.File("configs", "dram", name + ".yaml"), overrides));

    private static IEnumerable<string> Differences(DramDevice left, DramDevice right) =>
        typeof(DramDevice).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is not null && !Equals(p.GetValue(left), p.GetValue(right)))
            .Select(p => p.Name);
}
