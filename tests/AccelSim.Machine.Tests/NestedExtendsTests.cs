namespace AccelSim.Machine.Tests;

/// <summary><c>extends</c> inside a document: a map made of a file.</summary>
public sealed class NestedExtendsTests : IDisposable
{
    private static readonly string Toy = Repository.File("configs", "chips", "toy-mlu.yaml");

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_file_is_relative_to_the_file_that_names_it_and_other_keys_lie_over_it()
    {
        Device("parts/ram.yaml", "ddr4-3200");
        _work.Write("parts/faster.yaml", "extends: ram.yaml\ntype: faster\ntimings: { tCL: 20 nCK }\n");
        var chip = Chip("device: { extends: parts/faster.yaml, rows: null, timings: { tRCD: 21 nCK } }", "mapping: { bankGroupInterleave: 64 B }");
        Assert.Equal(("faster", 20, 21, 22), (chip.Device.Type, chip.Device.Timings.TCl.Count, chip.Device.Timings.TRcd.Count, chip.Device.Timings.TRp.Count));
        Assert.Null(chip.Device.Rows);
    }

    [Fact]
    public void What_the_base_has_under_the_key_is_gone()
    {
        Assert.True(ChipFile.Load(Toy).Dram.Device.SplitActivate);
        var device = Chip($"device: {{ extends: {Shipped("ddr4-3200")} }}", "mapping: { bankGroupInterleave: 64 B }").Device;
        Assert.False(device.SplitActivate);
        Assert.Null(device.Timings.TPpd);
        Assert.Equal(device, DramDeviceFile.Load(Shipped("ddr4-3200")));
    }

    [Fact]
    public void A_chip_that_extends_one_can_change_a_key_of_its_device()
    {
        _work.Write("a.yaml", $"extends: {Toy}\ndram: {{ device: {{ extends: {Shipped("hbm2-2000")}, pseudoChannels: 1 }} }}\n");
        var b = _work.Write("b.yaml", "extends: a.yaml\ndram: { device: { rows: 65537, timings: { tCL: 15 nCK } } }\n");
        var device = ChipFile.Load(b, "dram.device.timings.tRCD=20 nCK").Dram.Device;
        Assert.Equal(
            DramDeviceFile.Load(Shipped("hbm2-2000"), "pseudoChannels=1", "rows=65537", "timings.tCL=15 nCK", "timings.tRCD=20 nCK"), device);
    }

    [Fact]
    public void Set_swaps_a_device()
    {
        var chip = ChipFile.Load(Toy, $"dram.device={{ extends: {Shipped("gddr6-14000")} }}", "dram.device.timings.tCL=30 nCK");
        Assert.Equal(DramDeviceFile.Load(Shipped("gddr6-14000"), "timings.tCL=30 nCK"), chip.Dram.Device);
    }

    [Theory]
    [InlineData("{ extends: nowhere.yaml }", 3, 22, "nowhere.yaml", "does not exist")]
    [InlineData("{ extends: [a] }", 3, 22, "", "must name one file")]
    [InlineData("{ extends: }", 3, 22, "", "must name one file")]
    [InlineData("{ extends: chip.yaml }", 3, 22, "chip.yaml", "extends itself: chip.yaml -> chip.yaml")]
    [InlineData("{ extends: circle.yaml }", 1, 10, "circle.yaml", "extends itself: chip.yaml -> circle.yaml -> circle.yaml")]
    [InlineData("{ extends: list.yaml }", 3, 22, "list.yaml", "holds no keys and values")]
    [InlineData("{ extends: empty.yaml }", 1, 1, "", "is empty")]
    public void A_file_that_cannot_be_used_is_the_only_problem(string device, int line, int column, string value, string message)
    {
        _work.Write("circle.yaml", "extends: circle.yaml\n");
        _work.Write("list.yaml", "- 1\n- 2\n");
        _work.Write("empty.yaml", "");
        var path = _work.Write("chip.yaml", $"extends: {Toy}\ndram:\n  device: {device}\n");
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => ChipFile.Load(path)).Problems);
        Assert.Equal((line, column, value), (problem.Location.Line, problem.Location.Column, Path.GetFileName(problem.Value)));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_the_file_lacks_is_missed_there()
    {
        var path = _work.Write("part.yaml", "type: half\nchannelWidth: 16 bit\n");
        var e = Assert.Throws<ConfigurationException>(() => Chip("device: { extends: part.yaml, rows: 64 }"));
        Assert.Contains(e.Problems, p => p.Key == "dram.device.timings" && p.Location == new SourceLocation(path, 1, 1));
        Assert.All(e.Problems, p => Assert.StartsWith("dram.device.", p.Key, StringComparison.Ordinal));
    }

    [Fact]
    public void A_small_file_cannot_read_many()
    {
        for (var i = 0; i < 6; i++)
        {
            var next = i == 5 ? "1" : $"{{ extends: f{i + 1}.yaml }}";
            _work.Write($"f{i}.yaml", string.Join('\n', Enumerable.Range(0, 20).Select(k => $"k{k}: {next}")));
        }

        var e = Assert.Throws<ConfigurationException>(() => Chip("device: { extends: f0.yaml }"));
        Assert.Contains(e.Problems, p => p.Message.Contains("extends more than 256 files", StringComparison.Ordinal));
    }

    private static string Shipped(string name) => Repository.File("configs", "dram", name + ".yaml");

    private void Device(string path, string shipped) => _work.Write(path, File.ReadAllText(Shipped(shipped)));

    private DramSpec Chip(params string[] dram) => ChipFile.Load(_work.Write("chip.yaml", $"extends: {Toy}\ndram:\n  {string.Join("\n  ", dram)}\n")).Dram;
}
