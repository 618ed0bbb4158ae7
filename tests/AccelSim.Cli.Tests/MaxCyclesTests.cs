using System.Diagnostics;
using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary>Loops that do not end: <c>--max-cycles</c> and Ctrl-C give a report of the part that was simulated, marked as such.</summary>
public sealed class MaxCyclesTests : IDisposable
{
    private const string Spin = """
        .kernel spin
        .param flag
            mov.b64 r4, c[flag]
        loop:
            ld.global.b32 r2, [r4]
            bra loop
        .end
        .buffer flag, u32, 4
        .launch spin, grid 4, block 64 (flag)
        """;

    private const string SpinOfCores = """
        .buffer c, f16, 64
        .kernel spin, block
        .param c
            li r1, 0
            li r2, 1
        loop:
            blt r1, r2, loop
        .end
        .launch spin, 1 (c)
        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(Spin, "v100-sxm2")]
    [InlineData(SpinOfCores, "mlu370-x4")]
    public void A_run_ends_at_its_most_cycles_and_says_so(string source, string chip)
    {
        var program = _work.Write("spin.asm", source);
        var json = _work.Path("run.csv");
        var run = Accelsim.Run("run", program, "--chip", chip, "--host", "ideal", "--max-cycles", "50000", "--json", "--quiet", "--check", "--csv", json);
        Assert.Equal(("", ExitCode.Stopped), (run.Error, run.ExitCode));
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(50_000, result.GetProperty("cycles").GetInt64());
        Assert.Contains("stopped after 50000 cycles in kernel 'spin', command 1 of ", result.GetProperty("partial").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(json));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("check").ValueKind);
        Assert.InRange(result.GetProperty("causes").EnumerateObject().Sum(cause => cause.Value.GetDouble()), 0.999, 1.001);
    }

    [Fact]
    public void A_run_that_ends_before_is_whole()
    {
        var run = Accelsim.Run("run", "programs/simt/vecadd.asm", "--chip", "v100-sxm2", "--max-cycles", "100000000", "--json", "--quiet");
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.False(JsonDocument.Parse(run.Output).RootElement.TryGetProperty("partial", out _));
        var without = Accelsim.Run("run", "programs/simt/vecadd.asm", "--chip", "v100-sxm2", "--json", "--quiet");
        Assert.Equal(without.Output, run.Output);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public void Numbers_that_are_none_are_refused(string cycles)
    {
        var run = InProcess.Run("run", "programs/simt/vecadd.asm", "--max-cycles", cycles);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("--max-cycles", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Spin, "v100-sxm2")]
    [InlineData(SpinOfCores, "mlu370-x4")]
    public async Task An_interrupted_run_reports_what_it_has(string source, string chip)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("sends the signal with kill, and undoes an inherited disposition with GNU env");
        }

        var csv = _work.Path("layers.csv");
        using var process = Accelsim.Start(["env", "--default-signal=INT"], Repository.Root, ["run", _work.Write("spin.asm", source), "--chip", chip, "--csv", csv]);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!process.HasExited && process.TotalProcessorTime < TimeSpan.FromSeconds(2))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((130, "error interrupted; the report is of the part that was simulated, and no file was written\n"), (process.ExitCode, await error));
        Assert.Contains("PARTIAL interrupted in kernel 'spin'", await output, StringComparison.Ordinal);
        Assert.False(File.Exists(csv));
    }
}
