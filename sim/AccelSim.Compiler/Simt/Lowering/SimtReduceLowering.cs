using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Rows;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Reductions along any axes, and global pooling, which is one along the spatial axes.</summary>
internal sealed class SimtReduceLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        var shape = context.Graph[node.Input(0)].Shape;
        if (!context.IsFloat(node.Input(0)) || shape.ElementCount is 0 or > int.MaxValue)
        {
            return false;
        }

        switch (node.Operator)
        {
            case Reduce { Axes.Count: > 0 } reduce:
                var axes = ReducedAxes.Of(context, node, reduce);
                Emit(context, node, new ReduceProblem(reduce.Function, (int)axes.Outer, (int)axes.Reduced, (int)axes.Inner), axes.X, axes.Y);
                axes.Define(context, node);
                return true;
            case GlobalPool { Kind: PoolKind.Max or PoolKind.Average } pool:
                var function = pool.Kind == PoolKind.Max ? ReduceFunction.Max : ReduceFunction.Mean;
                var problem = new ReduceProblem(function, (int)shape[0], (int)(shape.ElementCount / shape[0] / shape[1]), (int)shape[1]);
                Emit(context, node, problem, context.ChannelsLast(node.Input(0)), context.NewResult(node.Output));
                return true;
            default:
                return false;
        }
    }

    private static void Emit(SimtLoweringContext context, Node node, ReduceProblem problem, TensorView x, TensorView y)
    {
        var reduction = Reduction.Write(context.KernelName(node.Name), problem, context.Target);
        var parts = reduction.PartsBytes == 0 ? y : context.NewTensor(node.Name + ".parts", ElementType.Float32, [reduction.PartsBytes / 4]);
        foreach (var kernel in reduction.Kernels)
        {
            context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", x), ("parts", parts), ("y", y));
        }
    }
}
