using System.Collections.Immutable;
using AccelSim.Compiler.Mlu;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Passes;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>The shipped models on a chip much smaller than any they were meant for: what runs on the host, and nothing that refuses to compile.</summary>
public sealed class SmallChipModelTests
{
    /// <summary>Layers of a model that run on the host, by operator; none unless listed: known limits, asserted so that closing one is noticed.</summary>
    private static readonly ImmutableDictionary<(string Model, int Nram), string> Expected = ImmutableDictionary<(string Model, int Nram), string>.Empty
        // convolutions are not cut along columns or channels, products with weights not below 64 columns of the whole reduction
        .Add(("resnet50", 64), "15 Conv")
        .Add(("resnet50", 32), "19 Conv")
        .Add(("vit_b_16", 32), "1 Conv")
        .Add(("llama_prefill", 64), "22 MatMul")
        .Add(("llama_prefill", 32), "22 MatMul")
        .Add(("llama_decode", 64), "22 MatMul")
        .Add(("llama_decode", 32), "22 MatMul");

    public static TheoryData<string, int> Cases { get; } = new(
        from path in Directory.GetFiles(Repository.File("programs", "models"), "*.onnx").Order(StringComparer.Ordinal)
        from nram in new[] { 64, 32 }
        select (Path.GetFileNameWithoutExtension(path), nram));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Host_runs_what_is_expected_and_no_more(string model, int nram)
    {
        var dimensions = ImmutableDictionary<string, long>.Empty;
        if (!model.StartsWith("vit", StringComparison.Ordinal) && !model.EndsWith("net50", StringComparison.Ordinal) && !model.StartsWith("mobilenet", StringComparison.Ordinal))
        {
            dimensions = dimensions.Add(model.EndsWith("decode", StringComparison.Ordinal) ? "past" : "sequence", 16);
        }

        var graph = OnnxLoader.Load(Repository.File("programs", "models", model + ".onnx"), new LoadOptions { Batch = 1, WeightSeed = 1, Dimensions = dimensions });
        var chip = Agreement.Chip("toy-mlu", "dram.capacity=8 GiB", $"core.scratchpads.nram.size={nram} KiB");
        var image = MluCompiler.Compile(PassPipeline.Optimize(graph), chip, new CompileOptions { Precision = MluDataType.F16 });
        var onHost = image.HostOperators.GroupBy(host => host.Operator.Split('+')[0]).Select(group => $"{group.Count()} {group.Key}");
        Assert.Equal(Expected.GetValueOrDefault((model, nram), ""), string.Join(", ", onHost));
    }
}
