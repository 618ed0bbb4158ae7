namespace AccelSim.Machine.Tests;

public sealed class MemoryFileTests
{
    private static readonly string Stack = Repository.File("configs", "memories", "hbm2-stack.yaml");

    [Fact]
    public void Shipped_memories_load()
    {
        foreach (var file in Directory.GetFiles(Repository.File("configs", "memories"), "*.yaml"))
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(file), MemoryFile.Load(file).Name);
        }
    }

    [Fact]
    public void A_stack_of_hbm2_has_the_peak_of_its_wires() =>
        Assert.Equal(307_200_000_000, MemoryFile.Load(Stack).Dram.PeakBandwidth.BytesPerSecond);

    [Fact]
    public void Overrides_reach_the_memory_and_its_device()
    {
        var memory = MemoryFile.Load(Stack, "dram.channels=8", "dram.device.timings.tRFC=260 nCK");
        Assert.Equal((8, 260), (memory.Dram.Channels, memory.Dram.Device.Timings.TRfc.Count));
    }

    [Fact]
    public void All_problems_are_reported_at_once_by_name_and_line()
    {
        var text = $$"""
            nam: bad
            description: [1, 2]
            dram:
              device: { extends: {{Repository.File("configs", "dram", "hbm2-2400.yaml")}}, ranks: 3 }
              capacity: 8
              channels: 0
              minimumBurst: 32 B
              readModifyWrite: perhaps
              mapping: { channelInterleave: 1 KiB, bankGroupInterleave: 32 B, order: rowBankColumn, hash: xorRow }
              controller: { pagePolicy: ajar, readQueue: 64, writeQueue: 64, writeHighWatermark: 80 %, writeLowWatermark: 20 %, latency: 60 }
            """;
        var problems = Assert.Throws<ConfigurationException>(() => MemoryFile.Parse(text)).Problems.OrderBy(p => p.Location.Line).ToList();
        Assert.Equal(
            ["description", "dram.capacity", "dram.channels", "dram.controller.latency", "dram.controller.pagePolicy", "dram.device.ranks", "dram.readModifyWrite", "nam", "name"],
            problems.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2, 5, 6, 8, 10, 10], problems.Where(p => p.Key is not ("name" or "dram.device.ranks")).Select(p => p.Location.Line));
    }

    [Fact]
    public void Rules_between_values_are_checked_as_in_a_chip()
    {
        var problems = Assert.Throws<ConfigurationException>(() => MemoryFile.Load(Stack, "dram.channels=15", "dram.minimumBurst=48 B")).Problems;
        Assert.Contains("dram.channels", problems.Select(p => p.Key));
        Assert.Contains("dram.minimumBurst", problems.Select(p => p.Key));
    }

    [Fact]
    public void A_device_that_is_not_there_and_text_that_is_no_yaml_are_named()
    {
        var missing = Assert.Single(Assert.Throws<ConfigurationException>(() => MemoryFile.Parse("name: x\ndram: { device: { extends: ../dram/none.yaml } }")).Problems, p => p.Message.Contains("does not exist", StringComparison.Ordinal));
        Assert.Equal(2, missing.Location.Line);
        Assert.NotEmpty(Assert.Throws<ConfigurationException>(() => MemoryFile.Parse("name: [")).Problems);
        Assert.NotEmpty(Assert.Throws<ConfigurationException>(() => MemoryFile.Parse("")).Problems);
    }
}
