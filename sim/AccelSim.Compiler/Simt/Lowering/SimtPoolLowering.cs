using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Windows;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Pooling of channels-last images.</summary>
internal sealed class SimtPoolLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (node.Operator is not Pool { Kind: PoolKind.Max or PoolKind.Average, Window.Rank: 2 } pool || !context.IsFloat(node.Input(0))
            || context.Graph[node.Input(0)].Shape.ElementCount is 0 or > int.MaxValue)
        {
            return false;
        }

        var (x, y) = (context.Graph[node.Input(0)].Shape, context.Graph[node.Output].Shape);
        var problem = new PoolProblem(pool.Kind, WindowShapes.Of(x, y, pool.Window), (int)x[1], pool.CountIncludePad);
        var kernel = PoolKernel.Write(context.KernelName(node.Name), problem, context.Target);
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", context.ChannelsLast(node.Input(0))), ("y", context.NewResult(node.Output, TensorView.ChannelsLastOrder(4))));
        return true;
    }
}
