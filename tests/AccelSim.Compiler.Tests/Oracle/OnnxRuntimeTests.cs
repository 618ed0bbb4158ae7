using System.Collections.Immutable;
using AccelSim.Compiler.Mlu;
using AccelSim.Compiler.Tests.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;

using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Oracle;

/// <summary>Whole models against onnxruntime: first the compiled program, then the reference interpreter that everything else is held against.</summary>
public sealed class OnnxRuntimeTests
{
    [Fact]
    public void Resnet50_logits_in_fp32_agree_with_onnxruntime_to_a_thousandth_of_the_maximum()
    {
        var (path, options, graph) = Load("resnet50", null, 0);
        var inputs = InputGenerator.Create(graph, 7);
        var expected = OnnxRuntime.Run(path, options, graph, inputs);
        var chip = Agreement.Chip("mlu370-x4");
        var optimized = PassPipeline.Optimize(graph);
        var image = MluCompiler.Compile(optimized, chip, new CompileOptions { Precision = ElementType.Float32 });
        var actual = new MluImageRun(image, chip).Run(optimized, inputs);
        Assert.Equal(1000, expected["logits"].Length);
        AssertClose(expected, actual, 1e-3);
    }

    [Theory]
    [InlineData("mobilenetv2", null, 0)]
    [InlineData("vit_b_16", null, 0)]
    [InlineData("bert_base", "sequence", 32)]
    [InlineData("gpt2_block", "sequence", 32)]
    [InlineData("llama_block", "sequence", 32)]
    [InlineData("gpt2_block_decode", "past", 40)]
    [InlineData("llama_block_decode", "past", 40)]
    public void Reference_interpreter_agrees_with_onnxruntime(string name, string? dimension, int extent)
    {
        var (path, options, graph) = Load(name, dimension, extent);
        var inputs = InputGenerator.Create(graph, 7);
        var expected = OnnxRuntime.Run(path, options, graph, inputs);
        var actual = Interpreter.Run(graph, inputs);
        AssertClose(expected, graph.Outputs.ToDictionary(output => output.Name, output => Array.ConvertAll(actual[output.Name].ToDoubles(), value => (float)value)), 1e-4);
    }

    private static (string Path, LoadOptions Options, ModelGraph Graph) Load(string name, string? dimension, int extent)
    {
        var options = new LoadOptions { Batch = 1, WeightSeed = 1, Dimensions = ImmutableDictionary<string, long>.Empty };
        options = dimension is null ? options : options with { Dimensions = options.Dimensions.Add(dimension, extent) };
        var path = Repository.File("programs", "models", name + ".onnx");
        return (path, options, OnnxLoader.Load(path, options));
    }

    /// <summary>Every output: same length, something in it, and max|difference| within the tolerance of max|expected|.</summary>
    private static void AssertClose(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual, double tolerance)
    {
        Assert.NotEmpty(expected);
        foreach (var (name, reference) in expected)
        {
            var result = actual[name];
            Assert.Equal(reference.Length, result.Length);
            var largest = reference.Max(Math.Abs);
            Assert.True(float.IsFinite(largest) && largest > 0, $"{name}: the reference is zero or not finite");
            var worst = reference.Zip(result, (a, b) => Math.Abs((double)a - b)).Max();
            Assert.True(worst <= tolerance * largest, $"{name}: difference {worst:g4} of {largest:g4}");
        }
    }
}
