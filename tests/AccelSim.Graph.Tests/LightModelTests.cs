using AccelSim.Graph.Onnx;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Real network graphs with constant weights from the ONNX project, whose outputs are stored beside them.</summary>
public sealed class LightModelTests
{
    [Theory]
    [InlineData("bvlc_alexnet")]
    [InlineData("densenet121")]
    [InlineData("inception_v1")]
    [InlineData("inception_v2")]
    [InlineData("resnet50")]
    [InlineData("shufflenet")]
    [InlineData("squeezenet")]
    [InlineData("vgg19")]
    [InlineData("zfnet512")]
    public void Light_model_gives_the_stored_output(string name)
    {
        var folder = SharedData.Require("onnx", "light");
        var graph = OnnxLoader.Load(Path.Combine(folder, $"light_{name}.onnx"));
        var expected = OnnxLoader.LoadTensor(File.ReadAllBytes(Path.Combine(folder, $"light_{name}_output_0.pb")));
        // The suite's runner feeds the numbers 0, 1, 2, ... divided by their count.
        var input = graph[graph.Inputs.Single()];
        var count = input.Shape.ElementCount;
        var values = Enumerable.Range(0, (int)count).Select(i => (double)(float)((float)i / count)).ToArray();
        var inputs = new Dictionary<string, Tensor> { [input.Name] = Tensor.FromDoubles(input.Type, values) };
        var actual = Interpreter.Run(PassPipeline.Optimize(graph), inputs).Values.Single();
        Assert.Equal(expected.Type, actual.Type);
        Assert.True(Close.Worst(expected, actual) < 1e-3, $"off by {Close.Worst(expected, actual):g3} of the maximum");
    }
}
