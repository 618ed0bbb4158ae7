using AccelSim.Compiler.Lowering;
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
    /// <summary>Emits the kernel of a linear node; false when no schedule fits the chip, so that the host has to take it.</summary>
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
    public static bool Emit(
        LoweringContext context, Node node, ConvProblem problem, ValueId input, ValueId weights, ValueId bias, int[] order, FilterStrides strides, double weightScale, double biasScale)
    {
        var target = context.Target;
        var forced = context.ForcedSchedule(node, ConvSchedule.Parse);
        if ((forced ?? context.BestSchedule(problem)) is not { } schedule)
        {
            return false;
        }

        var x = context.InOrder(input, order);
        var result = node.Output;
        var name = node.OnnxType;
        TensorView? residual = null;
        if (context.Options.Fuse && problem.Activation.IsNone && ResidualAddition.Of(context, node) is { } found)
        {
            (var addition, var other) = found;
            var (extended, activation) = WithResidual(context, problem, addition);
            if ((forced ?? context.BestSchedule(extended)) is { } wider)
            {
                context.Absorb(addition);
                result = addition.Output;
                name += "+Add";
                residual = context.InOrder(other, order);
                (problem, schedule) = (extended, wider);
                if (activation is not null)
                {
                    context.Absorb(activation);
                    result = activation.Output;
                    name += "+" + problem.Activation.Kind;
                }
            }
        }

        var tiling = new ConvTiling(problem, schedule, target);
        if (tiling.Obstacle(target) is { } obstacle)
        {
            throw new CompileException($"schedule {schedule} does not fit {target.Program.Chip}: {obstacle}", node.Name);
        }

        var kernel = ConvKernel.Write(context.KernelName(node.Name), tiling, target);
        var constant = context.Graph[weights].Constant!;
        var packed = context.AddConstant(context.Graph[weights].Name + ".packed", context.Precision, context.Graph[weights].Shape.Dims, ConvWeights.Bytes(tiling), () =>
            ConvWeights.Pack(tiling, context.Precision, Scaled(LoweringContext.Floats(constant.Load()), weightScale), strides));
        var y = context.NewResult(result, order);
        var w = TensorView.Dense(packed, [1]);
        var b = problem.HasBias ? Bias(context, bias, problem.Co, biasScale) : y;
        context.Emit(node.Name, name, problem.Macs, kernel, ("x", x), ("w", w), ("bias", b), ("residual", residual ?? y), ("y", y));
        return true;
    }

    /// <summary>The problem with a residual and, where one alone reads the sum, the activation after it.</summary>
    private static (ConvProblem Problem, Node? Activation) WithResidual(LoweringContext context, ConvProblem problem, Node addition)
    {
        problem = problem with { HasResidual = true };
        return context.Graph.OnlyConsumer(addition.Output) is { Operator: Activate { Function: var function } } activation && ActivationCode.Supports(function)
            ? (problem with { Activation = function }, activation)
            : (problem, null);
    }

    private static TensorView Bias(LoweringContext context, ValueId bias, long count, double scale) =>
        scale == 1 && context.Graph[bias].Shape.ElementCount == count ? context.View(bias) : context.ScaledVector(bias, count, scale);

    private static float[] Scaled(float[] values, double scale) => scale == 1 ? values : Array.ConvertAll(values, value => (float)(value * scale));
}
