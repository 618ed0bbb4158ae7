using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Kernels that compute every element on its own, and those that only move elements, against the reference interpreter.</summary>
public class PointwiseTests
{
    private static readonly string[] Chips = ["a100-sxm4-80", "br104", "mi100"];

    public static TheoryData<UnaryFunction> Unaries =>
    [
        UnaryFunction.Sqrt, UnaryFunction.Exp, UnaryFunction.Log, UnaryFunction.Erf, UnaryFunction.Neg, UnaryFunction.Abs, UnaryFunction.Reciprocal,
        UnaryFunction.Floor, UnaryFunction.Ceil, UnaryFunction.Round, UnaryFunction.Sign, UnaryFunction.Sin, UnaryFunction.Cos, UnaryFunction.Tan,
        UnaryFunction.Sinh, UnaryFunction.Cosh,
    ];

    public static TheoryData<BinaryFunction> Binaries =>
        [BinaryFunction.Add, BinaryFunction.Sub, BinaryFunction.Mul, BinaryFunction.Div, BinaryFunction.Min, BinaryFunction.Max, BinaryFunction.PRelu];

    public static TheoryData<ActivationKind, double, double> Activations => new()
    {
        { ActivationKind.Relu, 0, 0 }, { ActivationKind.LeakyRelu, 0.1, 0 }, { ActivationKind.Clip, -0.5, 1 }, { ActivationKind.Gelu, 0, 0 },
        { ActivationKind.GeluTanh, 0, 0 }, { ActivationKind.Sigmoid, 0, 0 }, { ActivationKind.Tanh, 0, 0 }, { ActivationKind.HardSigmoid, 0.2, 0.5 },
        { ActivationKind.HardSwish, 0, 0 }, { ActivationKind.Silu, 1, 0 }, { ActivationKind.Silu, 1.702, 0 }, { ActivationKind.Elu, 1, 0 }, { ActivationKind.Selu, 1.67326, 1.0507 },
        { ActivationKind.Softplus, 0, 0 }, { ActivationKind.Softsign, 0, 0 }, { ActivationKind.Celu, 0.7, 0 }, { ActivationKind.ThresholdedRelu, 0.4, 0 }, { ActivationKind.Mish, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Unaries))]
    public void Functions_of_one_operand(UnaryFunction function) => Check(builder =>
    {
        // arguments from 0.1 on, which all of them take
        var x = builder.Input("x", Float(3, 5, 7));
        var positive = builder.Node("positive", new Binary(BinaryFunction.Add), builder.Node("abs", new Unary(UnaryFunction.Abs), x), builder.Constant("tenth", Scalar(0.1f)));
        builder.Output("y", builder.Node("f", new Unary(function), positive));
    });

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Functions_of_two_operands_with_broadcast(BinaryFunction function) => Check(builder =>
    {
        var (a, b) = (builder.Input("a", Float(2, 3, 1, 8)), builder.Input("b", Float(3, 5, 1)));
        var away = builder.Node("away", new Activate(Activation.Clip(0.2, 4)), b);
        builder.Output("y", builder.Node("f", new Binary(function), a, away));
        builder.Output("z", builder.Node("g", new Binary(function), away, a) is var z && function != BinaryFunction.Div ? z : away);
    });

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation_functions(ActivationKind kind, double a, double b) => Check(builder =>
        builder.Output("y", builder.Node("f", new Activate(new Activation(kind, a, b)), builder.Input("x", Float(4, 33)))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(-0.5)]
    [InlineData(1.7)]
    public void Powers(double exponent) => Check(builder =>
    {
        var x = builder.Input("x", Float(40));
        var away = exponent == Math.Floor(exponent) && exponent >= 0 ? x : builder.Node("away", new Activate(Activation.Clip(0.1, 3)), x);
        builder.Output("y", builder.Node("f", new Binary(BinaryFunction.Pow), away, builder.Constant("e", Scalar((float)exponent))));
    });

    [Fact]
    public void Comparisons_connectives_and_selection() => Check(builder =>
    {
        var (a, b) = (builder.Input("a", Float(6, 11)), builder.Input("b", Float(6, 11)));
        var results = Enum.GetValues<ComparisonFunction>().Where(function => function < ComparisonFunction.And)
            .Select(function => builder.Node(function.ToString(), new Compare(function), a, b)).ToArray();
        var both = builder.Node("both", new Compare(ComparisonFunction.And), results[0], builder.Node("not", new Unary(UnaryFunction.Not), results[1]));
        var either = builder.Node("either", new Compare(ComparisonFunction.Or), both, results[3]);
        var one = builder.Node("one", new Compare(ComparisonFunction.Xor), either, results[4]);
        builder.Output("y", builder.Node("where", new Where(), one, a, b));
        builder.Output("z", builder.Node("number", new Cast(ElementType.Float32), results[2]));
    });

    [Fact]
    public void A_chain_is_one_kernel()
    {
        var builder = new GraphBuilder("chain");
        var (a, b) = (builder.Input("a", Float(4, 40)), builder.Input("b", Float(40)));
        var sum = builder.Node("sum", new Binary(BinaryFunction.Add), a, b);
        var square = builder.Node("square", new Binary(BinaryFunction.Mul), sum, sum);
        var root = builder.Node("root", new Unary(UnaryFunction.Sqrt), square);
        builder.Output("y", builder.Node("less", new Binary(BinaryFunction.Sub), root, builder.Constant("half", Scalar(0.5f))));
        var image = SimtAgreement.Check(builder.Build(), SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float32, 1e-5);
        Assert.Equal("Add+Mul+Sqrt+Sub", Assert.Single(image.Layers).Operator);
    }

    [Fact]
    public void Casts_between_floats_and_integers() => Check(builder =>
    {
        var x = builder.Input("x", Float(3, 21));
        var scaled = builder.Node("scaled", new Binary(BinaryFunction.Mul), x, builder.Constant("many", Scalar(100)));
        var whole = builder.Node("whole", new Cast(ElementType.Int64), scaled);
        builder.Output("y", builder.Node("back", new Cast(ElementType.Float32), whole));
        builder.Output("z", builder.Node("narrow", new Cast(ElementType.Int32), scaled));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Look_ups_along_any_axis(int axis) => Check(builder =>
    {
        var table = builder.Input("table", Float(7, 6, 10));
        var indices = builder.Constant("indices", Tensor.Of<long>(new Shape(2, 3), [1, -1, 0, 5, 2, -3]));
        builder.Output("y", builder.Node("gather", new Gather(axis), table, indices));
    });

    [Fact]
    public void Copies_between_layouts() => Law.Holds(
        from rank in Gen.Choose(1, 4)
        from dims in Gen.Elements(1, 2, 3, 8, 16, 17, 40).ArrayOf(rank)
        from permutation in Gen.Shuffle([.. Enumerable.Range(0, rank)])
        from type in Gen.Elements(ElementType.Float32, ElementType.Float16)
        from chip in Gen.Elements(Chips)
        select (dims, permutation, type, chip),
        draw =>
        {
            var builder = new GraphBuilder("copies");
            var x = builder.Input("x", Float([.. draw.dims.Select(dim => (long)dim)]));
            var turned = builder.Node("turned", new Transpose([.. draw.permutation.Select(axis => (long)axis)]), x);
            builder.Output("y", turned);
            builder.Output("z", builder.Node("joined", new Concat(0), turned, turned));
            SimtAgreement.Check(builder.Build(), SimtKernelRun.Chip(draw.chip), draw.type, 1e-3);
        }, count: 60);

    [Fact]
    public void Large_transposes_go_through_shared_memory()
    {
        var builder = new GraphBuilder("turn");
        builder.Output("y", builder.Node("turned", new Transpose([0, 2, 1]), builder.Input("x", Float(2, 50, 70))));
        var image = SimtAgreement.Check(builder.Build(), SimtKernelRun.Chip("a100-sxm4-80"), ElementType.Float16, 1e-3);
        Assert.Contains("turned in shared memory", Assert.Single(image.Kernels).Source[0].Note);
    }

    private static void Check(Action<GraphBuilder> build)
    {
        var builder = new GraphBuilder("test");
        build(builder);
        var graph = builder.Build();
        foreach (var chip in Chips)
        {
            SimtAgreement.Check(graph, SimtKernelRun.Chip(chip), ElementType.Float32, 2e-5);
        }
    }

    private static TensorType Float(params long[] dims) => new(ElementType.Float32, new Shape(dims));

    private static Tensor Scalar(float value) => Tensor.Of<float>(new Shape(), [value]);
}
