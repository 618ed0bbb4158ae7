using System.Collections.Immutable;
using AccelSim.Compiler.Mlu;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Passes;

using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>The shipped models on a chip much smaller than any they were meant for: nothing runs on the host, and nothing refuses to compile.</summary>
public sealed class SmallChipModelTests
{
    public static TheoryData<string, int> Cases { get; } = new(
        from path in Directory.GetFiles(Repository.File("programs", "models"), "*.onnx").Order(StringComparer.Ordinal)
        from nram in new[] { 64, 32 }
        select (Path.GetFileNameWithoutExtension(path), nram));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_runs_on_the_host(string model, int nram)
    {
        var dimensions = ImmutableDictionary<string, long>.Empty;
        if (!model.StartsWith("vit", StringComparison.Ordinal) && !model.EndsWith("net50", StringComparison.Ordinal) && !model.StartsWith("mobilenet", StringComparison.Ordinal))
        {
            dimensions = dimensions.Add(model.EndsWith("decode", StringComparison.Ordinal) ? "past" : "sequence", 16);
        }

        var graph = OnnxLoader.Load(Repository.File("programs", "models", model + ".onnx"), new LoadOptions { Batch = 1, WeightSeed = 1, Dimensions = dimensions });
        var chip = Agreement.Chip("toy-mlu", "dram.capacity=8 GiB", $"core.scratchpads.nram.size={nram} KiB");
        var image = MluCompiler.Compile(PassPipeline.Optimize(graph), chip, new CompileOptions { Precision = ElementType.Float16 });
        Assert.Empty(image.HostOperators.Select(host => host.Name));
    }
}
