using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary><c>accelsim compare</c>: every figure is that of the run by itself, and chip times compiler is the whole.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Chips_stand_side_by_side_with_the_figures_of_their_own_runs()
    {
        var model = TinyModel.Write(_work);
        string[] command = ["compare", model, "--host", "ideal", "--chip", "toy-mlu", "--chip", "toy-mlu,core.matrix.startOverhead=2000 cycles,launch.kernelDrain=9 us", "--chip", "v100-sxm2"];
        var report = InProcess.Run(command);
        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        Assert.All(report.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("chip or compiler", report.Output, StringComparison.Ordinal);

        using var document = JsonDocument.Parse(InProcess.Run([.. command, "--json"]).Output);
        var runs = document.RootElement.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(["toy-mlu", "toy-mlu core.matrix.startOverhead=2000 cycles launch.kernelDrain=9 us", "V100-SXM2"], runs.Select(run => run.GetProperty("chip").GetString()));
        Assert.Equal(Alone(model, "toy-mlu"), Seconds(runs[0]), 1e-15);
        Assert.Equal(Alone(model, "v100-sxm2"), Seconds(runs[2]), 1e-15);

        // The other family has no part: its programs are of another kind.
        var part = Assert.Single(document.RootElement.GetProperty("parts").EnumerateArray().ToArray());
        Assert.Equal(Seconds(runs[0]) / Seconds(runs[1]), part.GetProperty("speedup").GetDouble(), 1e-12);
        Assert.Equal(part.GetProperty("speedup").GetDouble(), part.GetProperty("byChip").GetDouble() * part.GetProperty("byCompiler").GetDouble(), 1e-12);
        foreach (var layer in document.RootElement.GetProperty("layers").EnumerateArray())
        {
            var times = layer.GetProperty("femtoseconds").EnumerateArray().Select(time => time.GetInt64()).ToArray();
            Assert.Equal(times.Min(), times[layer.GetProperty("fastest").GetInt32()]);
        }
    }

    [Fact]
    public void What_the_compiler_does_not_read_is_all_the_chip()
    {
        using var document = JsonDocument.Parse(InProcess.Run("compare", TinyModel.Write(_work), "--host", "ideal", "--chip", "toy-mlu", "--chip", "toy-mlu,launch.perTask=4000 cycles", "--json").Output);
        var part = Assert.Single(document.RootElement.GetProperty("parts").EnumerateArray().ToArray());
        Assert.True(part.GetProperty("sameProgram").GetBoolean());
        Assert.Equal((part.GetProperty("speedup").GetDouble(), 1), (part.GetProperty("byChip").GetDouble(), part.GetProperty("byCompiler").GetDouble()));
        Assert.InRange(part.GetProperty("speedup").GetDouble(), 0.1, 0.99);
    }

    [Theory]
    [InlineData("--chip is given 1 times; name two to 4 chips", "toy-mlu")]
    [InlineData("is given twice", "toy-mlu", "toy-mlu")]
    [InlineData("'clock' is no override; write NAME,KEY=VALUE", "toy-mlu", "mlu370-x4,clock")]
    [InlineData("did you mean 'channels'?", "toy-mlu", "mlu370-x4,dram.chanels=3")]
    [InlineData("cannot be run on toy-mlu dram.capacity=1 MiB", "mlu370-x4", "toy-mlu,dram.capacity=1 MiB")]
    public void A_comparison_that_cannot_be_made_says_why(string reason, params string[] chips)
    {
        var run = InProcess.Run(["compare", Repository.File("programs", "models", "mobilenetv2.onnx"), .. chips.SelectMany(chip => (string[])["--chip", chip])]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, string.Join(' ', run.Error.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static double Seconds(JsonElement run) => run.GetProperty("femtoseconds").GetInt64() / 1e15;

    /// <summary>Time of a run of its own, by another verb.</summary>
    private double Alone(string model, string chip)
    {
        var file = _work.Write("alone.yaml", $"models: [\"{model}\"]\nchips: [\"{Repository.File("configs", "chips", chip + ".yaml")}\"]\nhosts: [\"{Repository.File("configs", "hosts", "ideal.yaml")}\"]\n");
        Assert.Equal(0, InProcess.Run("study", file, "--store", _work.Path("alone.jsonl"), "--csv", _work.Path("alone.csv"), "--quiet").ExitCode);
        var cells = File.ReadAllLines(_work.Path("alone.csv")).Select(row => row.Split(',')).ToArray();
        return double.Parse(cells[1][Array.IndexOf(cells[0], "seconds")], System.Globalization.CultureInfo.InvariantCulture);
    }
}
