using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Convolutions with constant kernels: dense and grouped ones on the tensor unit, depthwise ones on the vector unit.</summary>
internal sealed class ConvLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node)
    {
        if (node.Operator is not Conv conv || conv.Window.Rank != 2 || context.Graph[node.Input(1)].Constant is null || !ActivationCode.Supports(conv.Activation))
        {
            return false;
        }

        var problem = Problem(context, node, conv);
        if (problem.Groups > 1)
        {
            return problem.IsDepthwise ? ChainEmission.TryEmit(context, node, problem) || Depthwise(context, node, problem) : Grouped(context, node, problem);
        }

        return ChainEmission.TryEmit(context, node, problem)
            || LinearEmission.Emit(
                context, node, problem.Simplified(), node.Input(0), node.Input(1), node.Input(2), TensorView.ChannelsLastOrder(4), Strides(context.Graph[node.Input(1)].Shape), 1, 1);
    }

    /// <summary>The shape of a convolution.</summary>
    public static ConvProblem Problem(LoweringContext context, Node node, Conv conv)
    {
        var x = context.Graph[node.Input(0)].Shape;
        var kernel = context.Graph[node.Input(1)].Shape;
        var w = conv.Window;
        return new ConvProblem
        {
            N = x[0],
            Ci = x[1],
            H = x[2],
            W = x[3],
            Co = kernel[0],
            Groups = conv.Groups,
            Kh = w.Kernel[0],
            Kw = w.Kernel[1],
            Sy = w.Strides[0],
            Sx = w.Strides[1],
            Dy = w.Dilations[0],
            Dx = w.Dilations[1],
            Top = w.PadsBegin[0],
            Left = w.PadsBegin[1],
            Bottom = w.PadsEnd[0],
            Right = w.PadsEnd[1],
            HasBias = !node.Input(2).IsNone,
            Activation = conv.Activation,
        };
    }

    /// <summary>Where a filter element lies in the constant [Co, Ci, Kh, Kw].</summary>
    public static FilterStrides Strides(AccelSim.Tensors.Shape kernel) => new(kernel[1] * kernel[2] * kernel[3], kernel[2] * kernel[3], kernel[3], 1);

    private static bool Depthwise(LoweringContext context, Node node, ConvProblem p)
    {
        if (DepthwiseKernel.Write(context.KernelName(node.Name), p, context.Target) is not { } kernel)
        {
            return false;
        }

        var x = context.ChannelsLast(node.Input(0));
        var taps = Taps(context, node.Input(1));
        var y = context.NewResult(node.Output, TensorView.ChannelsLastOrder(4));
        var bias = p.HasBias ? context.View(node.Input(2)) : y;
        context.Emit(node.Name, node.OnnxType, p.Macs, kernel, ("x", x), ("w", taps), ("bias", bias), ("y", y));
        return true;
    }

    private static bool Grouped(LoweringContext context, Node node, ConvProblem p)
    {
        if (GroupedConvTiling.Choose(p, context.Target) is not { } tiling)
        {
            return false;
        }

        var type = context.Precision;
        var kernel = GroupedConvKernel.Write(context.KernelName(node.Name), tiling, context.Target);
        var x = context.ChannelsLast(node.Input(0));
        var filters = context.Graph[node.Input(1)];
        var packed = context.AddConstant(
            filters.Name + ".blocks", type, filters.Shape.Dims, tiling.Blocks * tiling.WeightBytes, () => tiling.Pack(type, LoweringContext.Floats(filters.Constant!.Load())));
        var y = context.NewResult(node.Output, TensorView.ChannelsLastOrder(4));
        var bias = p.HasBias ? context.View(node.Input(2)) : y;
        context.Emit(node.Name, node.OnnxType, p.Macs, kernel, ("x", x), ("w", TensorView.Dense(packed, [1])), ("bias", bias), ("y", y));
        return true;
    }

    /// <summary>The filters of a depthwise convolution, turned from [channel][tap] to [tap][channel].</summary>
    public static TensorView Taps(LoweringContext context, ValueId filters)
    {
        var type = context.Precision;
        var (constant, shape) = (context.Graph[filters].Constant!, context.Graph[filters].Shape);
        long channels = shape[0], taps = shape.ElementCount / channels;
        var buffer = context.AddConstant(context.Graph[filters].Name + ".taps", type, [taps, channels], taps * channels * context.ElementBytes, () =>
        {
            var source = LoweringContext.Floats(constant.Load());
            var turned = new float[source.Length];
            for (var c = 0L; c < channels; c++)
            {
                for (var tap = 0L; tap < taps; tap++)
                {
                    turned[(tap * channels) + c] = source[(c * taps) + tap];
                }
            }

            return DeviceFloats.Convert(turned, type);
        });
        return TensorView.Dense(buffer, [taps, channels]);
    }
}
