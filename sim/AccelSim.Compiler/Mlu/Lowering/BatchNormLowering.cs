using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>
/// Batch normalisation that no convolution took in (eager mode): a factor and an addend per channel, folded from the four constants, over channels-last data.
/// </summary>
internal sealed class BatchNormLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node)
    {
        if (node.Operator is not BatchNormalization || node.Inputs.Skip(1).Any(input => !context.Graph[input].IsConstant))
        {
            return false;
        }

        var shape = context.Graph[node.Input(0)].Shape;
        var channels = shape[1];
        int[] order = shape.Rank > 2 ? TensorView.ChannelsLastOrder(shape.Rank) : [0, 1];
        var program = new ElementwiseProgram(
            shape.ElementCount, [new("x0", 0), new("x1", channels), new("x2", channels)], [ElementwiseStep.Two(MluOpcode.VMul, 0, 1), ElementwiseStep.Two(MluOpcode.VAdd, 3, 2)]);
        if (ElementwiseKernel.Write(context.KernelName(node.Name), program, context.Target) is not { } kernel)
        {
            return false;
        }

        var x = context.InOrder(node.Input(0), order);
        var (factor, addend) = FoldedNorm.Of(context, node)!.Value;
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x0", x), ("x1", factor), ("x2", addend), ("y", context.NewResult(node.Output, order)));
        return true;
    }
}
