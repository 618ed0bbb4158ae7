using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Compiler.Simt.Windows;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>
/// Convolutions of channels-last images with constant weights: without groups as matrix products, one filter per channel as depthwise ones, the rest window by
/// window.
/// </summary>
internal sealed class SimtConvLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (node.Operator is not Conv { Window.Rank: 2 } conv || context.Graph[node.Input(1)].Constant is null || !MathCode.Supports(conv.Activation)
            || context.Graph[node.Input(0)].Shape.ElementCount is 0 or > int.MaxValue || context.Graph[node.Output].Shape.ElementCount is 0 or > int.MaxValue)
        {
            return false;
        }

        var shape = WindowShapes.Of(context.Graph[node.Input(0)].Shape, context.Graph[node.Output].Shape, conv.Window);
        var tail = LinearTail.Of(context, node, conv.Activation);
        tail.Absorb(context);
        if (conv.Groups == 1)
        {
            Product(context, node, shape, tail);
        }
        else
        {
            Windows(context, node, conv, shape, tail);
        }

        return true;
    }

    private static void Product(SimtLoweringContext context, Node node, WindowShape shape, LinearTail tail)
    {
        var filters = context.Graph[node.Input(1)].Shape;
        var hasBias = !node.Input(2).IsNone;
        var problem = new ConvProblem
        {
            Images = shape.N,
            Height = shape.H,
            Width = shape.W,
            InputChannels = (int)filters[1],
            OutputChannels = (int)filters[0],
            Kernel = (shape.Kh, shape.Kw),
            Stride = (shape.Sy, shape.Sx),
            Dilation = (shape.Dy, shape.Dx),
            Padding = (shape.Top, shape.Left),
            Output = (shape.Ho, shape.Wo),
            Input = context.Precision,
            Epilogue = tail.Epilogue(context, hasBias ? GemmBias.Column : GemmBias.None),
        };
        var x = context.ChannelsLast(node.Input(0));
        var residual = tail.Residual is { } other ? context.ChannelsLast(other) : null;
        var y = context.NewResult(tail.Result, TensorView.ChannelsLastOrder(4));
        var operands = new ProductOperands(x, ConvFilters.ByTap(context, node.Input(1)), y, hasBias ? context.Dense(node.Input(2)) : null, residual);
        ProductEmission.Emit(context, node, tail.Name, problem, operands);
    }

    private static void Windows(SimtLoweringContext context, Node node, Conv conv, WindowShape shape, LinearTail tail)
    {
        var (filters, channels) = (context.Graph[node.Input(1)].Shape, (int)context.Graph[node.Input(0)].Shape[1]);
        var hasBias = !node.Input(2).IsNone;
        var epilogue = new WindowEpilogue(hasBias, tail.Residual is not null, tail.Activation);
        var name = context.KernelName(node.Name);
        var outputs = (int)filters[0];
        var kernel = conv.Groups == channels && outputs == channels
            ? DepthwiseKernel.Write(name, new DepthwiseProblem(shape, channels, epilogue), context.Target)
            : GroupedConvKernel.Write(name, new GroupedConvProblem(shape, channels, outputs, (int)conv.Groups, epilogue), context.Target);
        var x = context.ChannelsLast(node.Input(0));
        var residual = tail.Residual is { } other ? context.ChannelsLast(other) : null;
        var y = context.NewResult(tail.Result, TensorView.ChannelsLastOrder(4));
        var macs = filters.ElementCount * shape.N * shape.Ho * shape.Wo;
        context.Emit(
            node.Name, tail.Name, macs, kernel, ("x", x), ("w", ConvFilters.ByTap(context, node.Input(1))), ("bias", hasBias ? context.Dense(node.Input(2)) : y),
            ("residual", residual ?? y), ("y", y));
    }
}
