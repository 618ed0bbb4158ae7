using AccelSim.Graph.Operators;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Each pattern as exporters write it becomes one node; the same with one thing changed stays as it is; and values never change.</summary>
public sealed class PatternTests
{
    private static readonly TensorType Rows = new(ElementType.Float32, new Shape(3, 8));

    [Theory]
    [InlineData(0.5, "Gelu")]
    [InlineData(0.4, "Mul,Div,Erf,Add,Mul")]
    public void Gelu_by_the_error_function(double half, string expected)
    {
        Check(expected, (b, x) =>
        {
            var erf = b.Node("erf", new Unary(UnaryFunction.Erf), b.Node("scaled", new Binary(BinaryFunction.Div), x, Scalar(b, "root2", Math.Sqrt(2))));
            var gate = b.Node("gate", new Binary(BinaryFunction.Add), erf, Scalar(b, "one", 1));
            return b.Node("gelu", new Binary(BinaryFunction.Mul), b.Node("half_x", new Binary(BinaryFunction.Mul), x, Scalar(b, "half", half)), gate);
        });
    }

    [Theory]
    [InlineData(0.044715, "Gelu")]
    [InlineData(0.05, "Mul,Pow,Mul,Add,Mul,Tanh,Add,Mul")]
    public void Gelu_by_the_hyperbolic_tangent(double factor, string expected)
    {
        Check(expected, (b, x) =>
        {
            var cube = b.Node("cube", new Binary(BinaryFunction.Pow), x, Scalar(b, "three", 3));
            var sum = b.Node("sum", new Binary(BinaryFunction.Add), x, b.Node("cubic", new Binary(BinaryFunction.Mul), Scalar(b, "factor", factor), cube));
            var scaled = b.Node("scaled", new Binary(BinaryFunction.Mul), Scalar(b, "root", Math.Sqrt(2 / Math.PI)), sum);
            var tanh = b.Node("tanh", new Activate(new Activation(ActivationKind.Tanh)), scaled);
            var gate = b.Node("gate", new Binary(BinaryFunction.Add), Scalar(b, "one", 1), tanh);
            return b.Node("gelu", new Binary(BinaryFunction.Mul), b.Node("half_x", new Binary(BinaryFunction.Mul), Scalar(b, "half", 0.5), x), gate);
        });
    }

    [Theory]
    [InlineData(2.0, "LayerNormalization")]
    [InlineData(4.0, "ReduceMean,Sub,Pow,ReduceMean,Add,Sqrt,Div,Mul,Add")]
    public void Layer_normalisation(double power, string expected)
    {
        Check(expected, (b, x) =>
        {
            var mean = b.Node("mean", new Reduce(ReduceFunction.Mean, [1], true), x);
            var difference = b.Node("difference", new Binary(BinaryFunction.Sub), x, mean);
            var square = b.Node("square", new Binary(BinaryFunction.Pow), difference, Scalar(b, "power", power));
            var variance = b.Node("variance", new Reduce(ReduceFunction.Mean, [1], true), square);
            var root = b.Node("root", new Unary(UnaryFunction.Sqrt), b.Node("sum", new Binary(BinaryFunction.Add), variance, Scalar(b, "epsilon", 1e-3)));
            var normal = b.Node("normal", new Binary(BinaryFunction.Div), difference, root);
            var scaled = b.Node("scaled", new Binary(BinaryFunction.Mul), normal, Vector(b, "gamma", 1));
            return b.Node("norm", new Binary(BinaryFunction.Add), scaled, Vector(b, "beta", 2));
        });
    }

    [Theory]
    [InlineData(true, "RMSNormalization")]
    [InlineData(false, "Pow,ReduceSum,Add,Sqrt,Div,Mul")]
    public void Root_mean_square_normalisation(bool mean, string expected)
    {
        Check(expected, (b, x) =>
        {
            var square = b.Node("square", new Binary(BinaryFunction.Pow), x, Scalar(b, "two", 2));
            var average = b.Node("average", new Reduce(mean ? ReduceFunction.Mean : ReduceFunction.Sum, [1], true), square);
            var root = b.Node("root", new Unary(UnaryFunction.Sqrt), b.Node("sum", new Binary(BinaryFunction.Add), average, Scalar(b, "epsilon", 1e-3)));
            return b.Node("norm", new Binary(BinaryFunction.Mul), b.Node("normal", new Binary(BinaryFunction.Div), x, root), Vector(b, "gamma", 1));
        });
    }

    [Theory]
    [InlineData(true, "Silu")]
    [InlineData(false, "Relu,Sigmoid,Mul")]
    public void A_value_times_its_own_sigmoid(bool own, string expected)
    {
        Check(expected, (b, x) =>
        {
            var gated = own ? x : b.Node("relu", new Activate(Activation.Relu), x);
            return b.Node("gate", new Binary(BinaryFunction.Mul), gated, b.Node("sigmoid", new Activate(new Activation(ActivationKind.Sigmoid)), x));
        });
    }

    [Theory]
    [InlineData(true, "MatMul+Add+Relu")]
    [InlineData(false, "MatMul,Add,Relu")]
    public void Product_bias_and_activation(bool constant, string expected)
    {
        Check(expected, (b, x) =>
        {
            var product = b.Node("product", new MatMul(), x, b.Constant("w", RandomGraphs.Noise(new Random(3), new Shape(8, 8))));
            // a bias that is computed is an addition like any other
            var bias = constant ? Vector(b, "bias", 1) : x;
            return b.Node("relu", new Activate(Activation.Relu), b.Node("add", new Binary(BinaryFunction.Add), product, bias));
        });
    }

    [Fact]
    public void A_product_that_something_else_reads_keeps_its_activation_apart()
    {
        var builder = new GraphBuilder("g");
        var x = builder.Input("x", Rows);
        var product = builder.Node("product", new MatMul(), x, builder.Constant("w", RandomGraphs.Noise(new Random(3), new Shape(8, 8))));
        builder.Output("y", builder.Node("relu", new Activate(Activation.Relu), product));
        builder.Output("product", product);
        Assert.Equal(["product", "relu"], PassPipeline.Optimize(builder.Build()).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void What_depends_on_constants_only_is_computed_while_compiling()
    {
        Check("Add", (b, x) =>
        {
            var product = b.Node("product", new Binary(BinaryFunction.Mul), Vector(b, "a", 1), Vector(b, "b", 2));
            return b.Node("sum", new Binary(BinaryFunction.Add), x, b.Node("root", new Unary(UnaryFunction.Abs), product));
        });
    }

    [Fact]
    public void What_no_output_needs_is_removed_and_inputs_stay()
    {
        var builder = new GraphBuilder("g");
        var x = builder.Input("x", Rows);
        var unread = builder.Input("unread", Rows);
        builder.Node("lost", new Binary(BinaryFunction.Add), unread, Vector(builder, "bias", 1));
        builder.Output("y", builder.Node("kept", new Activate(Activation.Relu), x));
        var graph = PassPipeline.Run(builder.Build(), [new DeadCode()]);
        Assert.Equal("kept", Assert.Single(graph.Nodes).Name);
        Assert.Equal(["x", "unread"], graph.Inputs.Select(id => graph[id].Name));
        Assert.DoesNotContain(graph.Values, value => value.Name == "bias");
    }

    [Fact]
    public void Transposes_that_undo_each_other_vanish()
    {
        Check("Relu", (b, x) => b.Node("relu", new Activate(Activation.Relu), b.Node("back", new Transpose([1, 0]), b.Node("there", new Transpose([1, 0]), x))));
    }

    private static ValueId Scalar(GraphBuilder builder, string name, double value) => builder.Constant(name, Tensor.Scalar((float)value));

    private static ValueId Vector(GraphBuilder builder, string name, int seed) => builder.Constant(name, RandomGraphs.Noise(new Random(seed), new Shape(8), 1, 0.5));

    /// <summary>Builds y(x), optimises it, and expects these operators and the values of the graph as built.</summary>
    private static void Check(string operators, Func<GraphBuilder, ValueId, ValueId> build)
    {
        var builder = new GraphBuilder("g");
        builder.Output("y", build(builder, builder.Input("x", Rows)));
        var original = builder.Build();
        var graph = PassPipeline.Optimize(original);
        var inputs = RandomGraphs.Inputs(original, 5);
        Assert.Null(Close.Difference(Interpreter.Run(original, inputs)["y"], Interpreter.Run(graph, inputs)["y"], 1e-5, 1e-6));
        Assert.Equal(operators.Split(',').Order(), graph.Nodes.Select(node => node.OnnxType).Order());
    }
}
