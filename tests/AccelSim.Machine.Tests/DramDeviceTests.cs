namespace AccelSim.Machine.Tests;

public sealed class DramDeviceTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Repository.File("configs", "dram"), "*.yaml").Order(StringComparer.Ordinal).Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_device_loads_and_is_what_its_name_says(string name)
    {
        var device = Shipped(name);
        Assert.Equal(name, device.Type.ToLowerInvariant());
        Assert.Equal(name.Split('-')[1], (device.DataRate.TransfersPerSecond / 1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotNull(device.Energy);

        // A burst takes tCCD_S: streams over bank groups reach the peak, and no clock between bursts is lost for nothing.
        Assert.Equal((Int128)device.BurstLength * device.Timings.Clock.Hertz, device.Timings.TCcdS.Count * (Int128)device.DataRate.TransfersPerSecond);
    }

    [Theory]
    [InlineData("hbm2-2000", 16_000_000_000, 1L << 30)]
    [InlineData("hbm3-6400", 25_600_000_000, 1L << 29)]
    [InlineData("lpddr5-6400", 12_800_000_000, 1L << 30)]
    [InlineData("lpddr4x-4266", 8_532_000_000, 1L << 30)]
    [InlineData("gddr6-14000", 28_000_000_000, 1L << 29)]
    [InlineData("ddr4-3200", 25_600_000_000, 1L << 33)]
    [InlineData("ddr5-4800", 19_200_000_000, 1L << 33)]
    public void One_data_bus_has_the_peak_and_the_capacity_of_its_standard(string name, long bytesPerSecond, long capacity)
    {
        var device = Shipped(name);
        Assert.Equal(bytesPerSecond, device.BusBandwidth.BytesPerSecond);
        Assert.Equal((Int128)capacity, device.BusCapacity);
    }

    [Fact]
    public void All_impossible_values_are_named_at_once_with_key_and_line()
    {
        (string Key, string Was, string Is)[] wrong =
        [
            ("ranks", "pseudoChannels: 2", "ranks: 3"), ("bankGroups", "bankGroups: 8", "bankGroups: 1"), ("row", "row: 1 KiB", "row: 1000 B"),
            ("timings.tRAS", "tRAS: 45", "tRAS: 30"), ("timings.tRC", "tRC: 72", "tRC: 55"), ("timings.tCCD_S", "tCCD_S: 2", "tCCD_S: 1"),
            ("timings.tRRD_L", "tRRD_L: 5", "tRRD_L: 3"), ("timings.tFAW", "tFAW: 24", "tFAW: 3"), ("timings.tWTR_L", "tWTR_L: 10", "tWTR_L: 6"),
            ("timings.tREFI", "tREFI: 6240", "tREFI: 560"), ("timings.tRFCpb", "tRFCpb: 320", "tRFCpb: 561"),
        ];
        var text = File.ReadAllText(Repository.File("configs", "dram", "hbm3-6400.yaml"));
        foreach (var (_, was, now) in wrong)
        {
            Assert.Contains(was, text, StringComparison.Ordinal);
            text = text.Replace(was, now, StringComparison.Ordinal);
        }

        var path = _work.Write("bad.yaml", text);
        var lines = text.Split('\n').ToList();
        var problems = Assert.Throws<ConfigurationException>(() => DramDeviceFile.Load(path)).Problems;
        Assert.Equal(wrong.Select(w => (path, lines.FindIndex(l => l.Contains(w.Is, StringComparison.Ordinal)) + 1, w.Key)), problems.Select(p => (p.Location.File, p.Location.Line, p.Key)));
        Assert.Contains("must be at least tRAS + tRP (30 + 26 nCK)", problems.Single(p => p.Key == "timings.tRC").Message, StringComparison.Ordinal);
        Assert.Contains("at least tRCD", problems.Single(p => p.Key == "timings.tRAS").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("energy.read=-1 pJ/bit", "outside what is possible")]
    [InlineData("energy.background=", "is required")]
    [InlineData("commandBuses=three", "one, two")]
    [InlineData("commandSlots.activate=0", "outside what is possible")]
    [InlineData("timings.tRCd=3 nCK", "did you mean 'tRCD'?")]
    [InlineData("timings.tRFCpb=", "needs tRFCpb")]
    [InlineData("channelWidth=3 bit", "is not a multiple of the burst of")]
    [InlineData("row=96 B", "power of two times the burst of 32 bytes")]
    [InlineData("row=2 MiB", "outside what is possible")]
    [InlineData("timings.tCCD_R=1 nCK", "shorter than one burst")]
    public void One_mistake_is_named_with_its_remedy(string set, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => Shipped("hbm3-6400", set));
        Assert.Contains(message, Assert.Single(e.Problems).ToString(), StringComparison.Ordinal);
    }

    private static DramDeviceSpec Shipped(string name, params string[] overrides) => DramDeviceFile.Load(Repository.File("configs", "dram", name + ".yaml"), overrides);
}
