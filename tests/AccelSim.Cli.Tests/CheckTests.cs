using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary><c>run --check</c> on models and programs: what it says and the exit code.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Program = """
        .buffer a, f32, 65536, random
        .buffer b, f32, 65536
        .kernel work, block
        .param a, b
        .reg a, r1
        .reg b, r2
        .reg size, r3
        .reg length, r4
            ld.param a, a
            ld.param b, b
            li size, 32768
            li length, 8192
            memcpy.gdram2nram r0, a, size
            vexp.f32 r0, r0, length
            sync.compute
            memcpy.nram2gdram b, r0, size
        .end
        .launch work, 1 (a, b)

        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_model_that_computes_the_right_values_passes()
    {
        var run = Accelsim.Run("run", "programs/models/gpt2_block.onnx", "--dim", "sequence=16", "--check", "--quiet", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var check = JsonDocument.Parse(run.Output).RootElement.GetProperty("check");
        Assert.True(check.GetProperty("passed").GetBoolean());
        Assert.True(check.GetProperty("compared").GetBoolean());
        Assert.InRange(check.GetProperty("outputs")[0].GetProperty("relativeError").GetDouble(), 1e-12, 2e-2);
    }

    [Fact]
    public void A_program_is_searched_for_races_and_says_that_there_is_nothing_to_compare_with()
    {
        var run = Accelsim.Run("run", _work.Write("good.asm", Program), "--check");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("no model to compare with", run.Output, StringComparison.Ordinal);
        Assert.Contains("no unsynchronised overlaps", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_races_exits_with_3_and_names_both_instructions()
    {
        var source = _work.Write("racy.asm", Program.Replace("sync.compute", "nop", StringComparison.Ordinal));
        var image = _work.Path("racy.axp");
        Assert.Equal(0, Accelsim.Run("asm", source, "-o", image).ExitCode);
        foreach (var target in (string[])[source, image])
        {
            var run = Accelsim.Run("run", target, "--check", "--quiet", "--json");
            Assert.Equal(3, run.ExitCode);
            var race = JsonDocument.Parse(run.Output).RootElement.GetProperty("check").GetProperty("races")[0].GetString();
            Assert.Contains("vexp.f32", race, StringComparison.Ordinal);
            Assert.Contains("memcpy.nram2gdram", race, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_program_whose_results_are_not_finite_exits_with_1()
    {
        var run = Accelsim.Run("run", _work.Write("bad.asm", Program.Replace("vexp.f32", "vlog.f32", StringComparison.Ordinal)), "--check");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not finite", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_shapes_cannot_be_checked_and_says_how_it_could()
    {
        var image = _work.Path("shapes.axp");
        Assert.Equal(0, Accelsim.Run("compile", "programs/models/gpt2_block.onnx", "--dim", "sequence=16", "-o", image).ExitCode);
        var run = Accelsim.Run("run", image, "--check");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--weights seed:1", run.Error, StringComparison.Ordinal);
    }
}
