using System.Text.Json;
using System.Text.RegularExpressions;

namespace AccelSim.Cli.Tests;

/// <summary><c>accelsim explain</c> on the terminal and as JSON.</summary>
public sealed partial class ExplainCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void The_report_fits_a_terminal_and_says_what_json_says()
    {
        var model = TinyModel.Write(_work);
        string[] command = ["explain", model, "--chip", "toy-mlu", "--host", "ideal", "--under", "launch.", "--target", "1.2x"];
        var report = InProcess.Run(command);
        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        Assert.All(report.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("1.2 times as fast by one number", report.Output, StringComparison.Ordinal);

        var json = InProcess.Run([.. command, "--json"]);
        using var document = JsonDocument.Parse(json.Output);
        var drain = document.RootElement.GetProperty("effects").EnumerateArray().Single(effect => effect.GetProperty("path").GetString() == "launch.kernelDrain");
        Assert.Equal("ledger", drain.GetProperty("source").GetString());
        Assert.Equal("re-simulated", document.RootElement.GetProperty("effects").EnumerateArray().Single(effect => effect.GetProperty("path").GetString() == "launch.kernelStart").GetProperty("source").GetString());
        var line = DrainLine().Match(report.Output);
        Assert.True(line.Success, report.Output);
        Assert.Equal(drain.GetProperty("elasticity").GetDouble(), double.Parse(line.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 5e-4);

        // Both launches drain once: 2 us of the whole.
        var run = InProcess.Run("study", _work.Write("s.yaml", $"models: [\"{model}\"]\nchips: [\"{Repository.File("configs", "chips", "toy-mlu.yaml")}\"]\nhosts: [\"{Repository.File("configs", "hosts", "ideal.yaml")}\"]\nmetrics: [seconds]\n"), "--store", _work.Path("s.jsonl"), "--csv", _work.Path("s.csv"), "--quiet");
        Assert.Equal(0, run.ExitCode);
        var cells = File.ReadAllLines(_work.Path("s.csv")).Select(row => row.Split(',')).ToArray();
        var seconds = double.Parse(cells[1][Array.IndexOf(cells[0], "seconds")], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2e-6 / seconds, drain.GetProperty("elasticity").GetDouble(), 2e-3);
    }

    [Theory]
    [InlineData("--target", "fast", "write how many times as fast, more than 1")]
    [InlineData("--target", "0.5x", "write how many times as fast, more than 1")]
    [InlineData("--under", "dram.chanels", "did you mean 'dram.channels'?")]
    [InlineData("--set", "dram.chanels=3", "did you mean 'channels'?")]
    [InlineData("--workers", "0", "--workers")]
    public void A_question_that_cannot_be_meant_is_bad_input(string option, string value, string reason)
    {
        var run = InProcess.Run("explain", Repository.File("programs", "mlu", "softmax-row.asm"), option, value);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, string.Join(' ', run.Error.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"launch\.kernelDrain +1 us +([+-][0-9.]+) ")]
    private static partial Regex DrainLine();
}
