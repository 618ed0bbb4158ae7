using AccelSim.Machine;
using AccelSim.Results;

#pragma warning disable xUnit1051 // the example is what a reader writes

namespace AccelSim.Runtime.Tests;

/// <summary>The example of docs/api.md: this test holds its text, so it compiles and runs, and is compared with the document.</summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task The_example_runs()
    {
        Directory.SetCurrentDirectory(Repository.Root);

        // example
        var chip = ChipFile.Load("configs/chips/mlu370-x4.yaml", "dram.channels=12");
        var host = HostFile.Load("configs/hosts/server-pcie4.yaml");
        var model = ModelCompiler.Compile("programs/models/resnet50.onnx", chip, new ModelOptions { Batch = 4, Precision = "fp16" });
        var result = await Simulator.RunAsync(model, chip, host);
        Console.WriteLine($"{result.Cycles()} cycles, {result.ItemsPerSecond():F0} items/s, {result.Layers.Length} layers");
        foreach (var share in result.Causes.Shares.Take(3))
        {
            Console.WriteLine($"{share.Cause}: {100.0 * share.Femtoseconds / result.Causes.Total:F1} %");
        }

        // end
        Assert.True(result.Femtoseconds > 0);
    }

    [Fact]
    public void The_document_shows_what_is_run()
    {
        var source = File.ReadAllText(Repository.File("tests", "AccelSim.Runtime.Tests", "ApiDocumentTests.cs"));
        var document = File.ReadAllText(Repository.File("docs", "api.md"));
        var example = source.Split("// " + "example")[1].Split("// " + "end")[0].Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);
        var shown = document.Split("```csharp")[1].Split("```")[0].Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("using ", StringComparison.Ordinal));
        Assert.Equal(shown, example);
    }
}
