using AccelSim.Graph.Operators;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>What each pass does, and what it must leave alone.</summary>
public sealed class PassTests
{
    private static readonly TensorType Image = new(ElementType.Float32, new Shape(1, 2, 4, 4));

    [Fact]
    public void Convolution_batch_norm_and_relu_become_one_node_named_after_the_convolution()
    {
        var (builder, conv) = ConvBatchNorm();
        builder.Output("y", builder.Node("relu", new Activate(Activation.Relu), conv));
        var node = Assert.Single(PassPipeline.Optimize(builder.Build()).Nodes);
        Assert.Equal("conv", node.Name);
        Assert.Equal("Conv+BatchNormalization+Relu", node.OnnxType);
        Assert.Equal(Activation.Relu, Assert.IsType<Conv>(node.Operator).Activation);
        Assert.Equal(3, node.Inputs.Length);
    }

    [Fact]
    public void A_convolution_read_twice_is_not_folded()
    {
        var (builder, normal) = ConvBatchNorm();
        var relu = builder.Node("relu", new Activate(Activation.Relu), normal);
        builder.Output("y", relu);
        builder.Output("inner", normal);
        var graph = PassPipeline.Optimize(builder.Build());
        Assert.Equal(["conv", "relu"], graph.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Folded_weights_are_computed_only_when_asked_for()
    {
        var builder = new GraphBuilder("g");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(1, 4)));
        var missing = builder.Constant("w", new MissingConstant(new TensorType(ElementType.Float32, new Shape(1 << 15, 4)), "w", "weights.bin"));
        builder.Output("y", builder.Node("matmul", new MatMul(), x, builder.Node("turn", new Transpose([1, 0]), missing)));
        var graph = PassPipeline.Optimize(builder.Build());
        var weight = graph[Assert.Single(graph.Nodes).Inputs[1]];
        Assert.IsType<ComputedConstant>(weight.Constant);
        Assert.Equal(new Shape(4, 1 << 15), weight.Shape);
        Assert.Throws<ModelException>(() => weight.Constant!.Load());
    }

    [Fact]
    public void Equal_computations_and_equal_constants_are_shared()
    {
        var builder = new GraphBuilder("g");
        var x = builder.Input("x", new TensorType(ElementType.Float32, new Shape(4)));
        var one = builder.Node("one", new Binary(BinaryFunction.Add), x, builder.Constant("a", Tensor.Scalar(1f)));
        var two = builder.Node("two", new Binary(BinaryFunction.Add), x, builder.Constant("b", Tensor.Scalar(1f)));
        builder.Output("y", builder.Node("product", new Binary(BinaryFunction.Mul), one, two));
        Assert.Equal(2, PassPipeline.Optimize(builder.Build()).Nodes.Length);
    }

    [Fact]
    public void An_input_that_is_an_output_survives_every_pass()
    {
        var builder = new GraphBuilder("g");
        var x = builder.Input("x", Image);
        builder.Output("same", builder.Node("identity", new Identity(), x));
        builder.Output("constant", builder.Constant("c", Tensor.Vector(1f, 2f)));
        var graph = PassPipeline.Optimize(builder.Build());
        Assert.Empty(graph.Nodes);
        var inputs = RandomGraphs.Inputs(graph, 1);
        Assert.Same(inputs["x"], Interpreter.Run(graph, inputs)["same"]);
        Assert.Equal([1f, 2f], Interpreter.Run(graph, inputs)["constant"].Span<float>().ToArray());
    }

    [Fact]
    public void Verifier_finds_a_value_read_before_it_is_defined()
    {
        var builder = new GraphBuilder("g");
        var x = builder.Input("x", Image);
        builder.Output("y", builder.Node("second", new Activate(Activation.Relu), builder.Node("first", new Activate(Activation.Relu), x)));
        var good = builder.Build();
        GraphVerifier.Verify(good, "building");
        var bad = new ModelGraph("bad", good.Values, [.. good.Nodes.Reverse()], good.Inputs, good.Outputs);
        Assert.Contains("before it is defined", Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(bad, "the test")).Message);
    }

    [Fact]
    public void Verifier_finds_a_value_of_the_wrong_type()
    {
        var builder = new GraphBuilder("g");
        builder.Output("y", builder.Node("relu", new Activate(Activation.Relu), builder.Input("x", Image)));
        var good = builder.Build();
        var values = good.Values.SetItem(1, good.Values[1] with { Type = Image with { Element = ElementType.Float16 } });
        var bad = new ModelGraph("bad", values, good.Nodes, good.Inputs, good.Outputs);
        Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(bad, "the test"));
    }

    [Fact]
    public void Every_pass_is_verified_in_the_pipeline()
    {
        var seen = new List<string>();
        PassPipeline.Run(RandomGraphs.Images(1), PassPipeline.Standard, (name, _) => seen.Add(name));
        Assert.Equal(PassPipeline.Standard.Select(pass => pass.Name), seen);
        Assert.Throws<InvalidOperationException>(() => PassPipeline.Run(RandomGraphs.Images(1), [new Broken()]));
    }

    private static (GraphBuilder Builder, ValueId Normalised) ConvBatchNorm()
    {
        var random = new Random(1);
        var builder = new GraphBuilder("g");
        var x = builder.Input("x", Image);
        var w = builder.Constant("w", RandomGraphs.Noise(random, new Shape(3, 2, 3, 3)));
        var conv = builder.Node("conv", new Conv { Window = Window.Of(3, 3) }, x, w);
        ValueId Vector(string name, double center) => builder.Constant(name, RandomGraphs.Noise(random, new Shape(3), center, 0.3));
        return (builder, builder.Node("norm", new BatchNormalization(1e-5), conv, Vector("gamma", 1), Vector("beta", 0), Vector("mean", 0), Vector("variance", 1)));
    }

    /// <summary>A pass with a defect: it loses the nodes.</summary>
    private sealed class Broken : IGraphPass
    {
        public string Name => "broken";

        public ModelGraph Run(ModelGraph graph) => new(graph.Name, graph.Values, [], graph.Inputs, graph.Outputs);
    }
}
