using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Pooling windows, global pooling and reductions.</summary>
internal sealed class PoolLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node) => context.IsFloat(node.Input(0)) && node.Operator switch
    {
        Pool pool => Window(context, node, pool),
        GlobalPool pool => Global(context, node, pool.Kind == PoolKind.Max ? MluOpcode.MaxPool : MluOpcode.AvgPool),
        Reduce reduce => Reduction(context, node, reduce),
        _ => false,
    };

    private static bool Window(LoweringContext context, Node node, Pool pool)
    {
        var w = pool.Window;
        if (w.Rank != 2 || w.Dilations[0] != 1 || w.Dilations[1] != 1)
        {
            return false;
        }

        var x = context.Graph[node.Input(0)].Shape;
        var y = context.Graph[node.Output].Shape;
        var padded = w.PadsBegin.Concat(w.PadsEnd).Any(pad => pad > 0) || ((y[2] - 1) * w.Strides[0]) + w.Kernel[0] > x[2] || ((y[3] - 1) * w.Strides[1]) + w.Kernel[1] > x[3];
        if (pool.Kind != PoolKind.Max && padded && !(pool.CountIncludePad && !pool.CeilMode))
        {
            return false;
        }

        var problem = new PoolProblem(
            pool.Kind == PoolKind.Max ? MluOpcode.MaxPool : MluOpcode.AvgPool, x[0], x[2], x[3], x[1], w.Kernel[0], w.Kernel[1], w.Strides[0], w.Strides[1],
            w.PadsBegin[0], w.PadsBegin[1], y[2], y[3], pool.Kind == PoolKind.Max ? double.NegativeInfinity : 0);
        if (PoolKernel.Write(context.KernelName(node.Name), problem, context.Target) is not { } kernel)
        {
            return false;
        }

        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", context.ChannelsLast(node.Input(0))), ("y", context.NewResult(node.Output, TensorView.ChannelsLastOrder(4))));
        return true;
    }

    private static bool Global(LoweringContext context, Node node, MluOpcode opcode)
    {
        var x = context.Graph[node.Input(0)].Shape;
        var input = context.ChannelsLast(node.Input(0));
        var kernel = ReduceKernel.Write(context.KernelName(node.Name), opcode, x[0], x.ElementCount / x[0] / x[1], x[1], context.Target);
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", input), ("y", context.NewResult(node.Output)));
        return true;
    }

    private static bool Reduction(LoweringContext context, Node node, Reduce reduce)
    {
        MluOpcode? opcode = reduce.Function switch
        {
            ReduceFunction.Mean => MluOpcode.AvgPool,
            ReduceFunction.Sum => MluOpcode.SumPool,
            ReduceFunction.Max => MluOpcode.MaxPool,
            ReduceFunction.Min => MluOpcode.MinPool,
            _ => null,
        };
        if (opcode is null || reduce.Axes.Count == 0)
        {
            return false;
        }

        var axes = ReducedAxes.Of(context, node, reduce);
        var kernel = ReduceKernel.Write(context.KernelName(node.Name), opcode.Value, axes.Outer, axes.Reduced, axes.Inner, context.Target);
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", axes.X), ("y", axes.Y));
        axes.Define(context, node);
        return true;
    }
}
