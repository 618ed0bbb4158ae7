using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Results;
using AccelSim.Runtime.Mlu;

namespace AccelSim.Runtime.Tests;

public sealed class SimulatorTests
{
    private static readonly MluChip Chip = (MluChip)ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"));
    private static readonly HostSpec Host = HostFile.Load(Repository.File("configs", "hosts", "server-pcie4.yaml"));

    [Fact]
    public async Task A_model_runs_and_every_account_sums_to_the_elapsed_time()
    {
        var model = Block(new ModelOptions());
        var run = await Simulator.RunAsync(model, Chip, Host, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
        Assert.All(run.Layers, layer => Assert.Equal(layer.Femtoseconds, layer.Causes.Total));
        Assert.All(run.Units, unit => Assert.Equal(run.Femtoseconds, unit.Causes.Total));
        Assert.Equal(run.Layers.Sum(l => l.Femtoseconds), run.DeviceFemtoseconds);
        Assert.True(run.Counters.DramReadBytes > 0 && run.Macs > 0);
    }

    [Fact]
    public async Task Two_runs_and_a_saved_program_give_the_same_bytes()
    {
        var model = Block(new ModelOptions());
        var token = TestContext.Current.CancellationToken;
        var first = RunResultJson.ToText(await Simulator.RunAsync(model, Chip, Host, cancellation: token));
        Assert.Equal(first, RunResultJson.ToText(await Simulator.RunAsync(model, Chip, Host, cancellation: token)));

        using var file = new MemoryStream();
        await ProgramImageFile.WriteAsync(ModelCompiler.ShapesOnly(model.Image), file, token);
        file.Position = 0;
        var loaded = await ProgramImageFile.ReadAsync(file, "saved.axp", token);
        var options = new SessionOptions { Model = model.Image.Name, Precision = model.Precision, Format = model.Format };
        Assert.Equal(first, RunResultJson.ToText(await Simulator.RunAsync(loaded, Chip, Host, options, cancellation: token)));
    }

    [Fact]
    public void Values_of_a_model_agree_with_the_reference()
    {
        var model = Block(new ModelOptions { WeightSeed = 1, Precision = "fp32" });
        var check = ModelChecker.Check(model, Chip, seed: 3, TestContext.Current.CancellationToken);
        Assert.True(check.Passed, string.Join('\n', check.Outputs) + check.FirstDifference + string.Join('\n', check.Races));
    }

    [Fact]
    public void A_wrong_program_is_found_out_and_its_layer_named()
    {
        var model = Block(new ModelOptions { WeightSeed = 1, Precision = "fp32" });
        var weights = model.Image.Constants.First(c => c.Content is DeferredContent { Length: > 100_000 });
        var zeros = weights with { Content = new InlineContent(new byte[((DeferredContent)weights.Content).Length]) };
        var broken = model with { Image = model.Image with { Constants = model.Image.Constants.Replace(weights, zeros) } };
        var check = ModelChecker.Check(broken, Chip, seed: 3, TestContext.Current.CancellationToken);
        Assert.False(check.Passed);
        Assert.NotNull(check.FirstDifference);
    }

    [Fact]
    public void A_comparison_counts_what_is_not_finite_and_measures_the_rest()
    {
        var same = ModelChecker.Compare("y", [1, -2, 4], [1, -2, 4], 1e-3, 0.999);
        Assert.Equal((0, 1, 0L, true), (same.RelativeError, Math.Round(same.Cosine, 12), same.NotFinite, same.Passed));
        Assert.Equal(0.25, ModelChecker.Compare("y", [1, -2, 4], [1, -2, 5], 1, 0).RelativeError);
        Assert.False(ModelChecker.Compare("y", [1, -2, 4], [1, double.NaN, 4], 1, 0).Passed);
        Assert.False(ModelChecker.Compare("y", [1], [1, 2], 1, 0).Passed);
        Assert.True(ModelChecker.Compare("y", [0, 0], [0, 0], 0, 1).Passed);
    }

    [Fact]
    public async Task Assembly_runs_with_its_buffers_placed_and_its_launches_repeated()
    {
        var image = MluAssemblyImage.Make(MluAssembler.Assemble(MluPrograms.Copy(3), "copy.asm"), Chip);
        Assert.Equal([0L, 16384L], image.Buffers.Select(b => b.Address));
        var run = await Simulator.RunAsync(image, Chip, Host, new SessionOptions { Model = image.Name, Precision = "as compiled" }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(3, run.Layers.Single().Launches);
        Assert.Equal((3 * 16384, 3 * 16384), (run.Counters.DramReadBytes, run.Counters.DramWriteBytes));
    }

    [Fact]
    public void An_image_with_an_illegal_instruction_is_refused()
    {
        var image = MluAssemblyImage.Make(MluAssembler.Assemble(".kernel k, block\n    nop\n.end\n.launch k, 1 ()\n", "k.asm"), Chip);
        var broken = image with { Kernels = [image.Kernels[0] with { Code = Enumerable.Repeat((byte)0xff, 16).ToArray() }] };
        Assert.Contains("not a legal instruction", Assert.Throws<RuntimeException>(() =>
            new DeviceSession(broken, Chip, Host, DeviceFamilies.Of(Chip), new SessionOptions { Model = "k", Precision = "" })).Message, StringComparison.Ordinal);
    }

    private static CompiledModel Block(ModelOptions options) => ModelCompiler.Compile(
        Repository.File("programs", "models", "gpt2_block.onnx"), Chip, options with { Dimensions = options.Dimensions.Add("sequence", 32) });
}
