using AccelSim.Machine;
using AccelSim.Results;
using AccelSim.Runtime;

namespace AccelSim.Docs.Tests.Snippets;

#pragma warning disable xUnit1051 // The example shows the call as an application makes it.

/// <summary>The example of docs/api.md, as it stands there.</summary>
public sealed class ApiExample
{
    [Fact]
    public async Task Ten_lines_compile_run_and_read_a_result()
    {
        Directory.SetCurrentDirectory(Repository.Root);
        var output = new StringWriter();
        var chip = ChipFile.Load("configs/chips/mlu370-x4.yaml", "dram.channels=48");
        var host = HostFile.Load("configs/hosts/server-pcie4.yaml");
        var model = ModelCompiler.Compile("programs/models/resnet50.onnx", chip, new ModelOptions { Precision = "fp16", Batch = 1 });
        var result = await Simulator.RunAsync(model, chip, host, iterations: 10);
        output.WriteLine($"{result.Cycles()} cycles, {result.ItemsPerSecond():f0} images/s, {result.AchievedOpsPerSecond() / 1e12:f1} Tops/s");
        foreach (var layer in result.Layers.OrderByDescending(layer => layer.Femtoseconds).Take(10))
        {
            output.WriteLine($"{layer.Name}: {layer.Femtoseconds / 1e9:f1} us, bound by {layer.Bound}");
        }

        Assert.True(result.Cycles() > 0);
        Assert.Equal(11, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
