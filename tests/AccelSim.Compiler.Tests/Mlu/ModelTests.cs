using System.Collections.Immutable;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Whole models on MLU370-X4, for values, against the reference interpreter.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData("resnet50", 0)]
    [InlineData("mobilenetv2", 0)]
    [InlineData("vit_b_16", 0)]
    [InlineData("bert_base", 64)]
    [InlineData("gpt2_block", 128)]
    [InlineData("llama_block", 64)]
    public void Model_agrees_with_the_reference_in_fp32_and_fp16(string name, int sequence)
    {
        var options = new LoadOptions { Batch = 1, WeightSeed = 1, Dimensions = ImmutableDictionary<string, long>.Empty };
        options = sequence == 0 ? options : options with { Dimensions = options.Dimensions.Add("sequence", sequence) };
        var graph = OnnxLoader.Load(Repository.File("programs", "models", name + ".onnx"), options);
        var expected = Interpreter.Run(graph, Agreement.Inputs(graph));
        var chip = Agreement.Chip("mlu370-x4");
        var image = Agreement.Check(graph, chip, MluDataType.F32, 1e-3, expected);
        Assert.Empty(image.HostOperators);
        Agreement.Check(graph, chip, MluDataType.F16, 2e-2, expected);
    }
}
