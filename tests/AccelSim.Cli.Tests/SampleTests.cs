using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary><c>--sample</c>: what the report says, and where it is refused. That the bound holds is tested where kernels are.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Repeat = """
        .buffer n, i32, 64
        .kernel repeat
        .param n
            mov.b64 r4, c[n]
            ld.global.b32 r6, [r4]
        again:
            sub.s32 r6, r6, 1
            setp.gt.and.s32 p0, r6, 0, pt
            @p0 bra again
            exit
        .end
        .launch repeat, grid 1, block 32 (n)
        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    /// <summary>4096 blocks of which an SM of eight holds eight: 64 waves.</summary>
    [Fact]
    public void A_sampled_run_says_so_in_the_report_and_in_json()
    {
        var source = File.ReadAllText(Repository.File("programs", "simt", "vecadd.asm")).Replace("N, 200000", "N, 1048576", StringComparison.Ordinal)
            .Replace("BLOCKS, 160", "BLOCKS, 4096", StringComparison.Ordinal);
        var program = _work.Write("long.asm", source);
        var run = Accelsim.Run("run", program, "--chip", "v100-sxm2", "--set", "sms=8", "--sample", "--json");
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var at = run.Output.IndexOf("\n{\n", StringComparison.Ordinal);
        var (report, json) = (run.Output[..at], JsonDocument.Parse(run.Output[at..]).RootElement);
        Assert.Matches("sampled +1 of 1 kernels in part +[0-9,]+ of 4,096 blocks +± [0-9.]+ % device time", report);
        Assert.All(report.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        var sampling = json.GetProperty("sampling");
        Assert.Equal(4096, sampling.GetProperty("blocks").GetInt64());
        Assert.InRange(sampling.GetProperty("simulatedBlocks").GetInt64(), 64, 3000);
        Assert.InRange(sampling.GetProperty("relativeBound").GetDouble(), 0, 0.2);
        Assert.Equal(sampling.GetProperty("boundSeconds").GetDouble(), json.GetProperty("layers")[0].GetProperty("sampling").GetProperty("boundSeconds").GetDouble());
    }

    [Fact]
    public void A_short_program_is_as_it_is_without()
    {
        var sampled = Accelsim.Run("run", "programs/simt/vecadd.asm", "--chip", "v100-sxm2", "--sample", "--json", "--quiet");
        var whole = Accelsim.Run("run", "programs/simt/vecadd.asm", "--chip", "v100-sxm2", "--json", "--quiet");
        Assert.Equal((0, 0), (sampled.ExitCode, whole.ExitCode));
        Assert.Equal(0, JsonDocument.Parse(sampled.Output).RootElement.GetProperty("sampling").GetProperty("sampled").GetInt32());
        foreach (var figure in (string[])["cycles", "causes", "units", "simt"])
        {
            Assert.Equal(
                JsonDocument.Parse(whole.Output).RootElement.GetProperty(figure).GetRawText(), JsonDocument.Parse(sampled.Output).RootElement.GetProperty(figure).GetRawText());
        }
    }

    [Theory]
    [InlineData("run programs/simt/vecadd.asm --chip v100-sxm2 --sample --check", "--sample with --check: values need every block")]
    [InlineData("run programs/simt/vecadd.asm --chip v100-sxm2 --sample --max-cycles 5", "--sample with --max-cycles")]
    [InlineData("run programs/models/gpt2_block.onnx --chip mlu370-x4 --sample", "--sample is for chips of the family 'simt'")]
    [InlineData("validate simt --sample", "--sample is for accelsim validate operators, and this is simt")]
    public void What_makes_no_sense_is_refused(string line, string message)
    {
        var run = InProcess.Run([.. line.Split(' ').Select(word => word.StartsWith("programs/", StringComparison.Ordinal) ? Repository.File(word.Split('/')) : word)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_that_need_values_are_refused()
    {
        var run = InProcess.Run("run", _work.Write("repeat.asm", Repeat), "--chip", "v100-sxm2", "--sample");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("every block must run with values", run.Error, StringComparison.Ordinal);
    }
}
