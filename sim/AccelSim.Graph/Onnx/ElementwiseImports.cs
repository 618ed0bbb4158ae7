using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>Import of the element-wise ONNX operators.</summary>
internal static class ElementwiseImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> Entries()
    {
        foreach (var function in Enum.GetValues<UnaryFunction>())
        {
            yield return new(function.ToString(), node => node.Emit(new Unary(function), node.Required(0)));
        }

        foreach (var function in new[] { BinaryFunction.Add, BinaryFunction.Sub, BinaryFunction.Mul, BinaryFunction.Div, BinaryFunction.Pow })
        {
            yield return new(function.ToString(), node => Broadcasting(node, new Binary(function)));
        }

        foreach (var function in Enum.GetValues<ComparisonFunction>())
        {
            yield return new(function.ToString(), node => Broadcasting(node, new Compare(function)));
        }

        foreach (var (name, activation) in Activations())
        {
            yield return new(name, node => node.Emit(new Activate(activation(node)), node.Required(0)));
        }

        yield return new("PRelu", PRelu);
        yield return new("Mod", node => node.Emit(new Binary(node.Attributes.Flag("fmod", false) ? BinaryFunction.Fmod : BinaryFunction.Mod), node.Required(0), node.Required(1)));
        yield return new("Sum", node => Chain(node, BinaryFunction.Add));
        yield return new("Max", node => Chain(node, BinaryFunction.Max));
        yield return new("Min", node => Chain(node, BinaryFunction.Min));
        yield return new("Clip", Clip);
        yield return new("Where", node => node.Emit(new Where(), node.Required(0), node.Required(1), node.Required(2)));
        yield return new("Cast", node => node.Emit(new Cast(OnnxElementType.Of(node.Attributes.Int("to", 0), "the target")), node.Required(0)));
        yield return new("CastLike", node => node.Emit(new Cast(node.Type(1).Element), node.Required(0)));
        yield return new("Identity", node => node.Emit(new Identity(), node.Required(0)));
        yield return new("Dropout", Dropout);
    }

    private static IEnumerable<(string Name, Func<NodeImport, Activation> Activation)> Activations()
    {
        yield return ("Relu", _ => Activation.Relu);
        yield return ("LeakyRelu", node => new(ActivationKind.LeakyRelu, node.Attributes.Float("alpha", 0.01f)));
        yield return ("Sigmoid", _ => new(ActivationKind.Sigmoid));
        yield return ("Tanh", _ => new(ActivationKind.Tanh));
        yield return ("HardSigmoid", node => new(ActivationKind.HardSigmoid, node.Attributes.Float("alpha", 0.2f), node.Attributes.Float("beta", 0.5f)));
        yield return ("HardSwish", _ => new(ActivationKind.HardSwish));
        yield return ("Elu", node => new(ActivationKind.Elu, node.Attributes.Float("alpha", 1)));
        yield return ("Selu", node => new(
            ActivationKind.Selu, node.Attributes.Float("alpha", 1.67326319217681884765625), node.Attributes.Float("gamma", 1.05070102214813232421875)));
        yield return ("Celu", node => new(ActivationKind.Celu, node.Attributes.Float("alpha", 1)));
        yield return ("Softplus", _ => new(ActivationKind.Softplus));
        yield return ("Softsign", _ => new(ActivationKind.Softsign));
        yield return ("ThresholdedRelu", node => new(ActivationKind.ThresholdedRelu, node.Attributes.Float("alpha", 1)));
        yield return ("Mish", _ => new(ActivationKind.Mish));
        yield return ("Swish", node => new(ActivationKind.Silu, node.Attributes.Float("alpha", 1)));
        yield return ("Gelu", node => node.Attributes.Text("approximate", "none") switch
        {
            "none" => new(ActivationKind.Gelu),
            "tanh" => new(ActivationKind.GeluTanh),
            var other => throw new ModelException($"approximation '{other}' is not known"),
        });
    }

    private static void Broadcasting(NodeImport node, Operator @operator)
    {
        if (node.Opset < 7 && node.Attributes.Has("axis"))
        {
            throw new ModelException("broadcasting from an axis, as before operator set 7, is not supported", "convert the model with onnx.version_converter");
        }

        node.Emit(@operator, node.Required(0), node.Required(1));
    }

    private static void PRelu(NodeImport node)
    {
        if (node.Opset < 7 && node.Type(1).Shape is { Rank: 1, ElementCount: > 1 } slopes)
        {
            // Before operator set 7 a vector of slopes meant one per channel.
            var aligned = Shape.Of(node.Type(0).Shape.Dims.Select((_, axis) => axis == 1 ? slopes.ElementCount : 1));
            node.Emit(new Binary(BinaryFunction.PRelu), node.Required(0), node.Step(new Reshape(aligned), node.Required(1)));
            return;
        }

        // The slope broadcasts to x only; the result has the shape of x.
        TypeRules.BroadcastsTo(node.Type(1), node.Type(0).Shape);
        node.Emit(new Binary(BinaryFunction.PRelu), node.Required(0), node.Required(1));
    }

    private static void Chain(NodeImport node, BinaryFunction function)
    {
        var value = node.Required(0);
        if (node.InputCount == 1)
        {
            node.Emit(new Identity(), value);
        }

        for (var i = 1; i < node.InputCount; i++)
        {
            if (i == node.InputCount - 1)
            {
                node.Emit(new Binary(function), value, node.Required(i));
            }
            else
            {
                value = node.Step(new Binary(function), value, node.Required(i));
            }
        }
    }

    private static void Clip(NodeImport node)
    {
        if (node.Opset < 11)
        {
            node.Emit(new Activate(Activation.Clip(node.Attributes.Float("min", float.MinValue), node.Attributes.Float("max", float.MaxValue))), node.Required(0));
            return;
        }

        var (low, high) = (node.Known(1), node.Known(2));
        if (node.Type(0).Element.IsFloat() && (low is not null || !node.Has(1)) && (high is not null || !node.Has(2)))
        {
            node.Emit(new Activate(Activation.Clip(low?.ToDoubles()[0] ?? double.NegativeInfinity, high?.ToDoubles()[0] ?? double.PositiveInfinity)), node.Required(0));
            return;
        }

        var value = node.Required(0);
        if (node.Has(1) && node.Has(2))
        {
            value = node.Step(new Binary(BinaryFunction.Max), value, node.Input(1));
        }

        if (node.Has(2))
        {
            node.Emit(new Binary(BinaryFunction.Min), value, node.Input(2));
        }
        else if (node.Has(1))
        {
            node.Emit(new Binary(BinaryFunction.Max), value, node.Input(1));
        }
        else
        {
            node.Emit(new Identity(), value);
        }
    }

    private static void Dropout(NodeImport node)
    {
        if (node.Has(2) && node.Known(2)?.ToInt64s()[0] != 0)
        {
            throw new ModelException("dropout in training mode is random", "export the model in evaluation mode");
        }

        node.Emit(new Identity(), node.Required(0));
        if (node.Wants(1))
        {
            node.Bind(1, new FilledConstant(node.Type(0) with { Element = ElementType.Bool }, Tensor.Scalar(true)));
        }
    }
}
