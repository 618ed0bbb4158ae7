using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>
/// Emits a convolution or a product with constant weights, absorbing a residual addition and the activation after it where the graph allows.
/// </summary>
internal static class LinearEmission
{
    /// <summary>Emits the kernel of a linear node.</summary>
    /// <param name="context">Program.</param>
    /// <param name="node">Node.</param>
    /// <param name="problem">Its shape; the residual and a later activation are added here.</param>
    /// <param name="input">Left operand.</param>
    /// <param name="weights">Constant right operand.</param>
    /// <param name="bias">Constant vector over output channels, or none.</param>
    /// <param name="order">Order in which operand and result store their axes.</param>
    /// <param name="strides">Where a weight lies in the constant.</param>
    /// <param name="weightScale">Factor folded into the weights.</param>
    /// <param name="biasScale">Factor folded into the bias.</param>
    public static void Emit(
        LoweringContext context, Node node, ConvProblem problem, ValueId input, ValueId weights, ValueId bias, int[] order, FilterStrides strides, double weightScale, double biasScale)
    {
        var target = context.Target;
        var x = context.InOrder(input, order);
        var result = node.Output;
        var name = node.OnnxType;
        TensorView? residual = null;
        if (context.Options.Fuse && problem.Activation.IsNone && ResidualAddition(context, node) is { } found)
        {
            (var addition, var other) = found;
            context.Absorb(addition);
            result = addition.Output;
            name += "+Add";
            residual = context.InOrder(other, order);
            problem = problem with { HasResidual = true };
            if (context.Graph.OnlyConsumer(result) is { Operator: Activate { Function: var function } } activation && ActivationCode.Supports(function))
            {
                context.Absorb(activation);
                result = activation.Output;
                name += "+" + function.Kind;
                problem = problem with { Activation = function };
            }
        }

        var schedule = context.Options.Schedules.TryGetValue(node.Name, out var forced) ? ConvSchedule.Parse(forced) : ConvScheduler.Choose(problem, target);
        var tiling = new ConvTiling(problem, schedule, target);
        if (!tiling.Fits(target))
        {
            throw new CompileException($"schedule {schedule} does not fit {target.Chip.Name}", node.Name);
        }

        var kernel = ConvKernel.Write(context.KernelName(node.Name), tiling, target);
        var constant = context.Graph[weights].Constant!;
        var packed = context.AddConstant(context.Graph[weights].Name + ".packed", target.Type, context.Graph[weights].Shape.Dims, ConvWeights.Bytes(tiling), () =>
            ConvWeights.Pack(tiling, target.Type, Scaled(LoweringContext.Floats(constant.Load()), weightScale), strides));
        var y = context.NewResult(result, order);
        var w = TensorView.Dense(packed, [1]);
        var b = problem.HasBias ? Bias(context, bias, problem.Co, biasScale) : y;
        context.Emit(node.Name, name, problem.Macs, kernel, ("x", x), ("w", w), ("bias", b), ("residual", residual ?? y), ("y", y));
    }

    private static TensorView Bias(LoweringContext context, ValueId bias, long count, double scale)
    {
        var value = context.Graph[bias];
        if (scale == 1 && value.Shape.ElementCount == count)
        {
            return context.View(bias);
        }

        var constant = value.Constant ?? throw new CompileException("a bias that is computed needs factor 1", value.Name);
        var type = context.Target.Type;
        var buffer = context.AddConstant(value.Name + ".bias", type, [count], count * context.ElementBytes, () =>
        {
            var source = Scaled(LoweringContext.Floats(constant.Load()), scale);
            return DeviceFloats.Convert(source.Length == count ? source : [.. Enumerable.Repeat(source[0], (int)count)], type);
        });
        return TensorView.Dense(buffer, [count]);
    }

    private static float[] Scaled(float[] values, double scale) => scale == 1 ? values : Array.ConvertAll(values, value => (float)(value * scale));

    /// <summary>The addition that alone reads the node's result, and its other operand when that is there already and has the same shape.</summary>
    internal static (Node Addition, ValueId Other)? ResidualAddition(LoweringContext context, Node node)
    {
        if (context.Graph.OnlyConsumer(node.Output) is not { Operator: Binary { Function: BinaryFunction.Add } } addition || addition.Input(0) == addition.Input(1))
        {
            return null;
        }

        var other = addition.Input(0) == node.Output ? addition.Input(1) : addition.Input(0);
        return context.IsDefined(other) && context.Graph[other].Type == context.Graph[node.Output].Type ? (addition, other) : null;
    }
}
