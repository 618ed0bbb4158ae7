using System.Collections.Immutable;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Whole models on A100, and one on Hopper, for values, against the reference interpreter: no operator on the host.</summary>
public sealed class SimtModelTests
{
    [Theory]
    [InlineData("gpt2_block", "sequence", 128)]
    [InlineData("llama_block", "sequence", 64)]
    [InlineData("gpt2_block_decode", "past", 96)]
    [InlineData("llama_block_decode", "past", 96)]
    [InlineData("bert_base", "sequence", 64)]
    [InlineData("mobilenetv2", null, 0)]
    [InlineData("resnet50", null, 0)]
    [InlineData("vit_b_16", null, 0)]
    [InlineData("gpt2_block", "sequence", 128, "h100-sxm5")]
    public void Model_agrees_with_the_reference_in_fp16(string name, string? dimension, int extent, string chip = "a100-sxm4-80")
    {
        var options = new LoadOptions { Batch = 1, WeightSeed = 1, Dimensions = ImmutableDictionary<string, long>.Empty };
        options = dimension is null ? options : options with { Dimensions = options.Dimensions.Add(dimension, extent) };
        var graph = OnnxLoader.Load(Repository.File("programs", "models", name + ".onnx"), options);
        var expected = Interpreter.Run(graph, InputGenerator.Create(graph, 7));
        SimtAgreement.Check(graph, SimtKernelRun.Chip(chip), new CompileOptions { Precision = ElementType.Float16 }, 2e-2, expected);
    }
}
