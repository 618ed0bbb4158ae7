using System.Diagnostics;
using System.Runtime.InteropServices;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Complete ONNX files written from models without weights, read back by ourselves and by others.</summary>
public sealed class MaterializeTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accelsim");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1000)]
    public void A_materialized_model_holds_the_generated_weights(long inlineLimit)
    {
        var path = Path.Combine(_folder.FullName, "llama.onnx");
        var options = ShippedModels.Options("llama_block", seed: 3);
        OnnxWriter.Materialize(ShippedModels.PathOf("llama_block"), path, options, inlineLimit, TestContext.Current.CancellationToken);
        var complete = OnnxLoader.Load(path, options with { WeightSeed = null });
        var generated = ShippedModels.Load("llama_block", seed: 3);
        foreach (var value in generated.Constants)
        {
            Assert.Equal(value.Constant!.Load().Bytes.ToArray(), complete.Constants.Single(other => other.Name == value.Name).Constant!.Load().Bytes.ToArray());
        }

        Assert.DoesNotContain(_folder.GetFiles(), file => file.Name.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public void Materializing_without_a_seed_says_how_to_give_one() => Assert.Contains(
        "--weights seed:1",
        Assert.Throws<ModelException>(() => OnnxWriter.Materialize(ShippedModels.PathOf("llama_block"), Path.Combine(_folder.FullName, "x.onnx"), ShippedModels.Options("llama_block"), cancellation: TestContext.Current.CancellationToken)).Message);

    [Fact]
    public void A_destination_that_cannot_be_written_leaves_nothing()
    {
        var nowhere = Path.Combine(_folder.FullName, "missing", "x.onnx");
        Assert.Throws<ModelException>(() => OnnxWriter.Materialize(ShippedModels.PathOf("llama_block"), nowhere, ShippedModels.Options("llama_block", 1), cancellation: TestContext.Current.CancellationToken));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("resnet50", "resnet50")]
    [InlineData("mobilenetv2", "mobilenet_v2")]
    public void Interpreter_agrees_with_torchvision(string name, string architecture)
    {
        if (!File.Exists(Python) || Run("-c", "import torch, torchvision, onnx").ExitCode != 0)
        {
            Assert.Skip($"needs {Python} with torch, torchvision and onnx");
        }

        var (model, input, output) = (Path.Combine(_folder.FullName, "m.onnx"), Path.Combine(_folder.FullName, "in.f32"), Path.Combine(_folder.FullName, "out.f32"));
        var options = ShippedModels.Options(name, seed: 1);
        OnnxWriter.Materialize(ShippedModels.PathOf(name), model, options, cancellation: TestContext.Current.CancellationToken);
        var graph = PassPipeline.Optimize(ShippedModels.Load(name, seed: 1));
        var inputs = InputGenerator.Create(graph, 7);
        File.WriteAllBytes(input, inputs["image"].Bytes.ToArray());
        var (exitCode, errors) = Run(Repository.File("tests", "AccelSim.Graph.Tests", "oracle", "torchvision_logits.py"), architecture, model, input, output);
        Assert.True(exitCode == 0, errors);
        var expected = Tensor.Of<float>(new Shape(1, 1000), MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)));
        var actual = Interpreter.Run(graph, inputs)["logits"];
        Assert.True(Close.Worst(expected, actual) < 1e-4, $"off by {Close.Worst(expected, actual):g3} of the maximum");
    }

    private static (int ExitCode, string Errors) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
