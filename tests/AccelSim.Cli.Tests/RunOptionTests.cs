using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary>What the options of <c>run</c>, <c>compile</c> and <c>materialize</c> change in a result, and what they leave as it is.</summary>
public sealed class RunOptionTests : IDisposable
{
    private const string Model = "programs/models/gpt2_block.onnx";

    private static readonly Lazy<JsonElement> Plain = new(() => Result("run", Model, "--dim", "sequence=16"));

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Cold_measures_the_first_run_beside_the_others()
    {
        Assert.Equal(JsonValueKind.Null, Plain.Value.GetProperty("firstRun").ValueKind);
        var cold = Result("run", Model, "--dim", "sequence=16", "--cold");
        var first = cold.GetProperty("firstRun");
        var parts = new[] { "allocationSeconds", "weightCopySeconds", "coldLaunchSeconds" }.Select(part => first.GetProperty(part).GetDouble()).ToList();
        Assert.All(parts, part => Assert.True(part > 0));
        Assert.True(first.GetProperty("seconds").GetDouble() >= parts.Sum() + (cold.GetProperty("deviceSeconds").GetDouble() * 0.9));
        Assert.Equal(Long(Plain.Value, "cycles"), Long(cold, "cycles"));
    }

    [Fact]
    public void Eager_mode_runs_operator_by_operator_and_takes_longer()
    {
        var eager = Result("run", Model, "--dim", "sequence=16", "--mode", "eager");
        Assert.Equal(("graph", "eager"), (Plain.Value.GetProperty("mode").GetString(), eager.GetProperty("mode").GetString()));
        Assert.True(eager.GetProperty("layers").GetArrayLength() > Plain.Value.GetProperty("layers").GetArrayLength());
        Assert.True(Long(eager, "cycles") > Long(Plain.Value, "cycles") * 3 / 2);
    }

    [Fact]
    public void Another_host_changes_the_time_of_the_host_and_none_of_the_device()
    {
        var slow = _work.Write("slow.yaml", $"extends: {Repository.File("configs", "hosts", "server-pcie4.yaml")}\nname: slow\nlaunch: {{ submit: 50 us }}\n");
        var (ideal, slower) = (Result("run", Model, "--dim", "sequence=16", "--host", "ideal"), Result("run", Model, "--dim", "sequence=16", "--host", slow));
        Assert.Equal(["ideal", "server-pcie4", "slow"], new[] { ideal, Plain.Value, slower }.Select(run => run.GetProperty("host").GetString()));
        Assert.True(Long(ideal, "cycles") < Long(Plain.Value, "cycles"));
        Assert.True(Long(Plain.Value, "cycles") + 30_000 < Long(slower, "cycles"));
        Assert.Equal(Long(ideal, "macs"), Long(slower, "macs"));
        Assert.InRange((double)Long(slower, "deviceCycles") / Long(ideal, "deviceCycles"), 0.99, 1.01);
    }

    [Fact]
    public void Iterations_give_the_mean_of_inferences_back_to_back()
    {
        var four = Result("run", Model, "--dim", "sequence=16", "--iterations", "4");
        Assert.Equal((1, 4), (Long(Plain.Value, "iterations"), Long(four, "iterations")));
        Assert.InRange((double)Long(four, "cycles") / Long(Plain.Value, "cycles"), 0.7, 1.001);
        Assert.Equal(1 / four.GetProperty("seconds").GetDouble(), four.GetProperty("itemsPerSecond").GetDouble(), 1.0);
        Assert.Equal(Long(Plain.Value, "macs"), Long(four, "macs"));
    }

    [Fact]
    public void Dimensions_are_bound_for_a_run_and_for_an_inspection()
    {
        var longer = Result("run", Model, "--dim", "sequence=64");
        Assert.InRange((double)Long(longer, "macs") / Long(Plain.Value, "macs"), 4, 5);
        Assert.True(Long(longer, "cycles") > Long(Plain.Value, "cycles"));
        Assert.Contains("input  input_ids: i64[1, 64]", InProcess.Run("inspect", Repository.File(Model), "--dim", "sequence=64").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("graph")]
    [InlineData("eager")]
    public void A_compiled_model_takes_as_long_as_the_model(string mode)
    {
        var image = _work.Path("gpt2_block.axp");
        var compiled = InProcess.Run("compile", Repository.File(Model), "--dim", "sequence=16", "--mode", mode, "-o", image);
        Assert.Equal((0, ""), (compiled.ExitCode, compiled.Error));
        Assert.StartsWith($"{image}: ", compiled.Output.ReplaceLineEndings(""), StringComparison.Ordinal);
        var (direct, stored) = (mode == "graph" ? Plain.Value : Result("run", Model, "--dim", "sequence=16", "--mode", mode), Result("run", image, "--mode", mode));
        foreach (var same in (string[])["cycles", "deviceCycles", "macs", "dramReadBytes", "dramWriteBytes"])
        {
            Assert.Equal(Long(direct, same), Long(stored, same));
        }

        Assert.Equal(direct.GetProperty("causes").GetRawText(), stored.GetProperty("causes").GetRawText());
    }

    [Fact]
    public void A_materialised_model_holds_the_weights_of_its_seed()
    {
        var (source, whole) = (Repository.File("programs", "models", "mobilenetv2.onnx"), _work.Path("mobilenetv2.onnx"));
        var made = InProcess.Run("materialize", source, "--weights", "seed:1", "-o", whole);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Assert.Contains("seed:1", made.Output, StringComparison.Ordinal);
        Assert.Equal([whole], Directory.GetFiles(_work.Folder));
        Assert.True(new FileInfo(whole).Length > 3_000_000 * sizeof(float));

        // Another seed finds nothing left to make up.
        byte[] Compiled(string model, string seed)
        {
            var image = _work.Path("m.axp");
            Assert.Equal(0, InProcess.Run("compile", model, "--weights", seed, "-o", image).ExitCode);
            return File.ReadAllBytes(image);
        }

        var expected = Compiled(source, "seed:1");
        Assert.True(expected.AsSpan().SequenceEqual(Compiled(whole, "seed:2")));
        Assert.False(expected.AsSpan().SequenceEqual(Compiled(source, "seed:2")));
    }

    private static long Long(JsonElement result, string name) => result.GetProperty(name).GetInt64();

    private static JsonElement Result(params string[] args)
    {
        var run = Accelsim.Run([.. args, "--quiet", "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
