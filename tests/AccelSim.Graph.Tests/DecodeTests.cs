using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Feeding tokens one by one through a decode graph and its cache gives the logits that the prefill graph gives for all tokens at once.</summary>
public sealed class DecodeTests
{
    [Theory]
    [InlineData("gpt2_block")]
    [InlineData("llama_block")]
    public void Decode_step_by_step_equals_prefill(string name)
    {
        long[] tokens = [17, 911, 42];
        var prefill = PassPipeline.Optimize(ShippedModels.Load(name, seed: 5, sequence: tokens.Length));
        var expected = Interpreter.Run(prefill, new Dictionary<string, Tensor> { ["input_ids"] = Tensor.Of<long>(new Shape(1, tokens.Length), tokens) })["logits"];
        var (key, value) = (default(Tensor), default(Tensor));
        for (var step = 0; step < tokens.Length; step++)
        {
            var decode = PassPipeline.Optimize(ShippedModels.Load(name + "_decode", seed: 5, past: step));
            var cache = decode[decode.Inputs[1]].Type;
            var outputs = Interpreter.Run(decode, new Dictionary<string, Tensor>
            {
                ["input_ids"] = Tensor.Of<long>(new Shape(1, 1), tokens[step]),
                ["past_key_0"] = key ?? new Tensor(cache),
                ["past_value_0"] = value ?? new Tensor(cache),
            });
            (key, value) = (outputs["present_key_0"], outputs["present_value_0"]);
            var vocabulary = (int)expected.Shape[2];
            var row = Tensor.Of<float>(new Shape(1, 1, vocabulary), expected.Span<float>().Slice(step * vocabulary, vocabulary));
            Assert.True(Close.Worst(row, outputs["logits"]) < 1e-5, $"token {step} is off by {Close.Worst(row, outputs["logits"]):g3}");
        }
    }
}
