using AccelSim.Machine.Simt;

namespace AccelSim.Machine.Tests.Simt;

public sealed class SimtChipFileTests
{
    [Fact]
    public void The_family_has_these_files()
    {
        var found = Directory.GetFiles(Repository.File("configs", "chips"), "*.yaml").Where(file => ChipFile.Load(file) is SimtChip).Select(file => System.IO.Path.GetFileNameWithoutExtension(file)!);
        Assert.Equal(SimtFiles.Names, found.Order(StringComparer.Ordinal));
        Assert.All(SimtFiles.Names, name => Assert.Equal("simt", SimtFiles.Load(name).Family));
    }

    [Theory]
    [InlineData("v100-sxm2", "v100")]
    [InlineData("h100-pcie", "h100-pcie")]
    public void Device_memory_is_that_of_the_memory_file_but_for_the_depth_that_an_L2_gives_the_write_queue(string chip, string memory) =>
        Assert.Equal(MemoryFile.Load(Repository.File("configs", "memories", memory + ".yaml")).Dram, WithPlainWriteQueue(SimtFiles.Load(chip).Dram));

    [Fact]
    public void Memory_of_an_80_GB_A100_is_that_of_the_memory_file_but_for_the_rate_of_the_card()
    {
        var memory = MemoryFile.Load(Repository.File("configs", "memories", "a100-80.yaml")).Dram;
        var chip = SimtFiles.Load("a100-sxm4-80").Dram;
        Assert.Equal(memory with { Device = chip.Device }, WithPlainWriteQueue(chip));
        Assert.Equal(memory.Device.Timings.TRcd, chip.Device.Timings.TRcd);
        Assert.Equal((3024, 3186), (memory.Device.DataRate.TransfersPerSecond / 1_000_000, chip.Device.DataRate.TransfersPerSecond / 1_000_000));
    }

    [Fact]
    public void Chips_of_one_die_differ_in_what_their_file_says()
    {
        var (a40, a80) = (SimtFiles.Load("a100-sxm4-40"), SimtFiles.Load("a100-sxm4-80"));
        Assert.Equal(a40.L2 with { Latency = a80.L2.Latency, Far = a80.L2.Far, DramLatencyExtra = a80.L2.DramLatencyExtra }, a80.L2);
        Assert.Equal((a40.Sms, a40.Clock, a40.Interconnect, a40.Launch), (a80.Sms, a80.Clock, a80.Interconnect, a80.Launch));
        Assert.Equal((40L << 30, 80L << 30), (a40.Dram.Capacity.Bytes, a80.Dram.Capacity.Bytes));
        var (sxm, pcie) = (SimtFiles.Load("h100-sxm5"), SimtFiles.Load("h100-pcie"));
        Assert.Equal((sxm.L2, sxm.Sm.L1, sxm.Sm.RegisterFile), (pcie.L2, pcie.Sm.L1, pcie.Sm.RegisterFile));
        Assert.Equal((132, 114), (sxm.Sms, pcie.Sms));
        Assert.Equal((1, null), (SimtFiles.Load("br104").L2.Partitions, SimtFiles.Load("br104").L2.Far));
    }

    /// <summary>Clusters that whitepapers name: 6 GPCs of V100, 7 of A100, 8 of H100.</summary>
    [Theory]
    [InlineData("v100-sxm2", 6, 12, 14)]
    [InlineData("a100-sxm4-40", 7, 14, 16)]
    [InlineData("h100-sxm5", 8, 16, 18)]
    [InlineData("h100-pcie", 7, 16, 18)]
    [InlineData("jetson-agx-orin", 2, 8, 8)]
    [InlineData("mi100", 8, 15, 15)]
    public void Sms_are_dealt_out_to_clusters_in_whole_tpcs(string name, int clusters, int least, int most)
    {
        var chip = SimtFiles.Load(name);
        Assert.Equal(clusters, chip.Clusters);
        var sizes = Enumerable.Range(0, chip.Sms).GroupBy(chip.ClusterOf).Select(group => group.Count()).ToList();
        Assert.Equal(clusters, sizes.Count);
        Assert.All(sizes, size => Assert.InRange(size, least, most));
        Assert.All(sizes, size => Assert.Equal(0, size % chip.SmsPerTpc));
        Assert.All(Enumerable.Range(0, chip.Sms), sm => Assert.Equal(chip.ClusterOf(sm / chip.SmsPerTpc * chip.SmsPerTpc), chip.ClusterOf(sm)));
    }

    /// <summary>FlashGPU-Sim inferred six GPCs of 16 SMs and two of 18 of an H200.</summary>
    [Fact]
    public void Clusters_of_a_Hopper_chip_are_as_found_on_one()
    {
        var chip = SimtFiles.Load("h200-sxm");
        Assert.Equal([16, 16, 16, 16, 16, 16, 18, 18], Enumerable.Range(0, chip.Sms).GroupBy(chip.ClusterOf).Select(group => group.Count()).Order());
    }

    /// <summary>Values that the facts call traps: a DRAM of 7.7 TB/s, V100's clocks in an H100, HBM2E called 2.3 TB/s.</summary>
    [Fact]
    public void Known_mistakes_of_others_are_not_repeated()
    {
        Assert.InRange(SimtFiles.Load("a100-sxm4-40").Peaks.DramBandwidth.BytesPerSecond / 1e9, 1550, 1560);
        Assert.InRange(SimtFiles.Load("h100-sxm5").Clock.Hertz / 1e6, 1800, 2000);
        Assert.InRange(SimtFiles.Load("h100-sxm5").Peaks.DramBandwidth.BytesPerSecond / 1e9, 3340, 3360);
        Assert.InRange(SimtFiles.Load("br100").Peaks.DramBandwidth.BytesPerSecond / 1e9, 1630, 1650);
        Assert.Equal((128, 256L << 20), (SimtFiles.Load("br100").Sms, SimtFiles.Load("br100").L2.Capacity.Bytes));
        Assert.All(SimtFiles.Names, name => Assert.InRange(SimtFiles.Load(name).Launch.KernelStart.Femtoseconds / 1e9, 1, 10));
    }

    private static DramSpec WithPlainWriteQueue(DramSpec dram) => dram with { Controller = dram.Controller with { WriteQueue = 64 } };
}
