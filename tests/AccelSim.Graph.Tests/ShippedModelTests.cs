using AccelSim.Graph.Operators;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>The shipped models are the networks they are called, fuse as they should, and stay within half precision with generated weights.</summary>
public sealed class ShippedModelTests
{
    [Theory]
    // Multiply-accumulates per image and parameters as published by torchvision for these networks (GFLOPS and num_params of the weights' metadata).
    [InlineData("resnet50", 4.089e9, 25_557_032)]
    [InlineData("mobilenetv2", 0.301e9, 3_504_872)]
    [InlineData("vit_b_16", 17.564e9, 86_567_656)]
    public void Vision_model_has_the_published_work_and_parameters(string name, double macs, long parameters)
    {
        var graph = ShippedModels.Load(name);
        Assert.InRange(Macs(PassPipeline.Optimize(graph)), macs * 0.99, macs * 1.01);
        // Running statistics are not parameters to torchvision.
        var weights = graph.Constants.Where(value => value.Constant is MissingConstant && !value.Name.Contains("running_")).Sum(value => value.Shape.ElementCount);
        Assert.InRange(weights, parameters - 100, parameters);
    }

    [Theory]
    // 12 layers of 12 width² weights, plus embeddings, for width 768.
    [InlineData("bert_base", 108_891_648)]
    [InlineData("gpt2_prefill", 124_439_808)]
    [InlineData("gpt2_decode", 124_439_808)]
    // TinyLlama 1.1B, by its published shape.
    [InlineData("llama_prefill", 1_100_048_384)]
    [InlineData("llama_decode", 1_100_048_384)]
    public void Language_model_has_the_published_parameters(string name, long parameters) =>
        Assert.Equal(parameters, ShippedModels.Load(name).Constants.Where(value => value.Constant is MissingConstant).Sum(value => value.Shape.ElementCount));

    [Theory]
    // ResNet-50: 53 convolutions, 16 residual additions with 16 rectifiers after them, 2 pools, 1 reshape, 1 product. The others: as reached; lower is better.
    [InlineData("resnet50", 89)]
    [InlineData("mobilenetv2", 65)]
    [InlineData("vit_b_16", 308)]
    [InlineData("bert_base", 285)]
    [InlineData("gpt2_block", 26)]
    [InlineData("gpt2_prefill", 268)]
    [InlineData("gpt2_decode", 244)]
    [InlineData("llama_prefill", 971)]
    [InlineData("llama_decode", 905)]
    public void Model_fuses_to_few_nodes(string name, int most)
    {
        var graph = PassPipeline.Optimize(ShippedModels.Load(name));
        Assert.True(graph.Nodes.Length <= most, $"{graph.Nodes.Length} nodes:\n{graph}");
        Assert.DoesNotContain(graph.Nodes, node => node.Operator is BatchNormalization or Unary { Function: UnaryFunction.Erf } or Identity);
    }

    [Fact]
    public void Loading_a_large_model_allocates_no_weights()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        PassPipeline.Optimize(ShippedModels.Load("gpt2_prefill", seed: 1));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 60_000_000, $"{allocated} bytes allocated for a model of 500 MB");
    }

    [Theory]
    [InlineData("resnet50")]
    [InlineData("mobilenetv2")]
    [InlineData("bert_base")]
    [InlineData("gpt2_block")]
    [InlineData("llama_block")]
    public void Generated_weights_keep_every_value_within_half_precision(string name)
    {
        var graph = ShippedModels.Load(name, seed: 1);
        var outputs = Interpreter.Run(graph, InputGenerator.Create(graph, 1), (value, tensor) =>
        {
            // Masks are large on purpose and do not come from weights.
            var largest = value.Element.IsFloat() ? tensor.ToDoubles().Select(Math.Abs).Max() : 0;
            Assert.True(largest <= 10_001, $"{value.Name} reaches {largest}");
        });
        Assert.All(outputs.Values, output => Assert.True(Spread(output) > 0.01, $"an output of {name} is flat"));
    }

    [Theory]
    [InlineData("mobilenetv2")]
    [InlineData("gpt2_block")]
    [InlineData("llama_block")]
    public void Passes_keep_the_values_of_the_model(string name)
    {
        var graph = ShippedModels.Load(name, seed: 1);
        var inputs = InputGenerator.Create(graph, 1);
        var expected = Interpreter.Run(graph, inputs);
        var actual = Interpreter.Run(PassPipeline.Optimize(graph), inputs);
        Assert.All(expected, output => Assert.True(Close.Worst(output.Value, actual[output.Key]) < 1e-4, output.Key));
    }

    [Fact]
    public void Decode_appends_one_token_to_the_cache()
    {
        var graph = ShippedModels.Load("gpt2_decode", past: 32);
        var present = graph.Outputs.Single(output => output.Name == "present_key_11");
        Assert.Equal(new Shape(1, 12, 33, 64), graph[present.Value].Shape);
        Assert.Equal(new Shape(1, 1, 50257), graph[graph.Outputs[0].Value].Shape);
    }

    [Fact]
    public void Another_seed_gives_other_weights_and_the_same_seed_the_same()
    {
        float[] First(ulong seed) => ShippedModels.Load("resnet50", seed).Constants.First(value => value.Constant is GeneratedConstant).Constant!.Load().ToFloat32();
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }

    private static double Spread(Tensor tensor)
    {
        var values = tensor.ToDoubles();
        return values.Max() - values.Min();
    }

    private static double Macs(ModelGraph graph) => graph.Nodes.Sum(node => node.Operator switch
    {
        Conv => graph[node.Output].Shape.ElementCount * (double)graph[node.Inputs[1]].Shape.Product(1, 4),
        MatMul => graph[node.Output].Shape.ElementCount * (double)graph[node.Inputs[0]].Shape[-1],
        _ => 0,
    });
}
