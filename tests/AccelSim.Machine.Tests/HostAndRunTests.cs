namespace AccelSim.Machine.Tests;

public sealed class HostAndRunTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Hosts() =>
        [.. Directory.GetFiles(Repository.File("configs", "hosts"), "*.yaml").Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Every_shipped_host_loads(string file) =>
        Assert.Equal(Path.GetFileNameWithoutExtension(file), HostFile.Load(Repository.File("configs", "hosts", file)).Name);

    [Theory]
    [InlineData(1, 16, 4_000_000_000)]
    [InlineData(3, 16, 15_753_846_144)]
    [InlineData(4, 16, 31_507_692_304)]
    [InlineData(4, 8, 15_753_846_152)]
    [InlineData(5, 16, 63_015_384_608)]
    public void Pcie_line_rate_counts_the_line_code(int generation, int lanes, long bytesPerSecond)
    {
        var pcie = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"), $"pcie.generation={generation}", $"pcie.lanes={lanes}").Pcie;
        Assert.Equal(bytesPerSecond, pcie.LineRate.BytesPerSecond);
        Assert.Equal(bytesPerSecond, pcie.Effective.BytesPerSecond);
    }

    [Fact]
    public void A_run_file_finds_what_it_names_beside_itself_and_applies_its_overrides()
    {
        _work.Write("m.onnx", "x");
        var run = RunFile.Load(Run("m.onnx", "batch: 8\ndims: { past: 1024 }\nset: { dram.channels: 4 }\nsetHost: { pcie.lanes: 8 }\nweights: seed:3\n"), "iterations=5");
        Assert.Equal(Path.Combine(_work.Folder, "m.onnx"), run.ModelPath);
        Assert.Equal(8, run.Run.Batch);
        Assert.Equal(5, run.Run.Iterations);
        Assert.Equal(1024, run.Run.Dims["past"]);
        Assert.Equal(4, run.Chip.Dram.Channels);
        Assert.Equal(8, run.Host.Pcie.Lanes);
        Assert.Equal(RunPrecision.Fp16, run.Run.Precision);
    }

    [Fact]
    public void Problems_of_run_chip_and_host_are_reported_together()
    {
        var e = Assert.Throws<ConfigurationException>(() =>
            RunFile.Load(Run("none.onnx", "set: { dram.chanels: 4 }\nsetHost: { pcie.lanes: 3 }\nweights: some\n")));
        Assert.Equal(["weights", "model", "set.dram.chanels", "setHost.pcie.lanes"], e.Problems.Select(p => p.Key));
        Assert.All(e.Problems, p => Assert.EndsWith(".yaml", p.Location.File));
    }

    [Theory]
    [InlineData("batch=0")]
    [InlineData("precision=fp13")]
    [InlineData("mode=lazy")]
    [InlineData("dims.past=-1")]
    [InlineData("cold=maybe")]
    [InlineData("outputs.jsn=a.json")]
    [InlineData("outputs.pdf=a.pdf")]
    public void A_run_with_an_impossible_value_is_refused(string set)
    {
        _work.Write("m.onnx", "x");
        var path = Run("m.onnx", "");
        Assert.Single(Assert.Throws<ConfigurationException>(() => RunFile.Load(path, set)).Problems);
    }

    [Fact]
    public void The_shipped_run_names_a_shipped_chip_and_host()
    {
        var path = Repository.File("configs", "runs", "resnet50-mlu370.yaml");
        _work.Write("m.onnx", "x");
        var run = RunFile.Load(path, $"model={Path.Combine(_work.Folder, "m.onnx")}");
        Assert.Equal("MLU370-X4", run.Chip.Name);
        Assert.Equal("server-pcie4", run.Host.Name);
    }

    private string Run(string model, string rest) => _work.Write(
        "run.yaml",
        $"model: {model}\nchip: {Repository.File("configs", "chips", "toy-mlu.yaml")}\nhost: {Repository.File("configs", "hosts", "ideal.yaml")}\n{rest}");
}
