using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Graph;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Batch normalisation that no convolution took in (eager mode): a factor and an addend per channel, in the layout of the operand.</summary>
internal sealed class SimtBatchNormLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (FoldedNorm.Of(context, node) is not var (factor, addend))
        {
            return false;
        }

        var x = context.View(node.Input(0));
        var y = context.NewResult(node.Output, x.IsPermutedDense ? x.StorageOrder() : default(ReadOnlySpan<int>));
        var type = context.Precision;
        TensorView PerChannel(TensorView view) => view with { Dims = x.Dims, Strides = [.. x.Dims.Select((_, axis) => axis == 1 ? 1L : 0L)] };
        var space = AxisSpace.Of(
            x.Dims, StridedOperand.Of("y", y, type), StridedOperand.Of("x", x, type), StridedOperand.Of("factor", PerChannel(factor), type), StridedOperand.Of("addend", PerChannel(addend), type));
        var kernel = PointwiseKernel.Write(context.KernelName(node.Name), space, context.Target, (k, values) => k.Do("fma.f32", values[0], values[1], values[2]));
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", x), ("factor", factor), ("addend", addend), ("y", y));
        return true;
    }
}
