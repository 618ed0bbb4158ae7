using System.Collections.Immutable;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Reference;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Whole models on MLU370-X4, for values, against the reference interpreter: no operator on the host and no access that nothing orders.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData("resnet50", null, 0)]
    [InlineData("mobilenetv2", null, 0)]
    [InlineData("vit_b_16", null, 0)]
    [InlineData("bert_base", "sequence", 64)]
    [InlineData("gpt2_block", "sequence", 128)]
    [InlineData("llama_block", "sequence", 64)]
    [InlineData("gpt2_block_decode", "past", 96)]
    [InlineData("llama_block_decode", "past", 96)]
    public void Model_agrees_with_the_reference_in_fp32_and_fp16(string name, string? dimension, int extent)
    {
        var options = new LoadOptions { Batch = 1, WeightSeed = 1, Dimensions = ImmutableDictionary<string, long>.Empty };
        options = dimension is null ? options : options with { Dimensions = options.Dimensions.Add(dimension, extent) };
        var graph = OnnxLoader.Load(Repository.File("programs", "models", name + ".onnx"), options);
        var expected = Interpreter.Run(graph, Agreement.Inputs(graph));
        var chip = Agreement.Chip("mlu370-x4");
        Check(graph, chip, ElementType.Float32, 1e-3, expected);
        Check(graph, chip, ElementType.Float16, 2e-2, expected);
    }

    private static void Check(ModelGraph graph, MluChip chip, ElementType precision, double tolerance, IReadOnlyDictionary<string, Tensor> expected)
    {
        var races = new MluRaceDetector();
        var image = Agreement.Check(graph, chip, precision, tolerance, expected, races);
        Assert.Empty(image.HostOperators);
        Assert.Empty(races.Races.Select(race => race.ToString()));
    }
}
