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

        // bring the axes into the order kept-before, reduced, kept-after; a view does that for channels-last spatial means
        var view = context.View(node.Input(0));
        var rank = view.Dims.Length;
        HashSet<int> reduced = [.. reduce.Axes.Select(axis => (int)axis)];
        var order = view.IsPermutedDense ? view.StorageOrder() : [.. Enumerable.Range(0, rank)];
        var kept = order.Where(axis => !reduced.Contains(axis)).ToArray();
        var firstReduced = Array.FindIndex(order, axis => reduced.Contains(axis) && view.Dims[axis] > 1);
        int[] outer = [.. kept.Where(axis => firstReduced < 0 || Array.IndexOf(order, axis) < firstReduced)], inner = [.. kept.Except(outer)];
        int[] wanted = [.. outer, .. reduce.Axes.Select(axis => (int)axis), .. inner];
        var x = context.Copied(view, wanted, context.Graph[node.Input(0)].Name, context.Precision);
        long Product(IEnumerable<int> axes) => axes.Aggregate(1L, (product, axis) => product * view.Dims[axis]);
        var kernel = ReduceKernel.Write(context.KernelName(node.Name), opcode.Value, Product(outer), Product(reduced), Product(inner), context.Target);
        // the result lies in the order outer, inner
        var dims = context.Graph[node.Output].Shape.Dims.ToArray();
        var y = context.NewTensor(context.Graph[node.Output].Name, context.Precision, [.. outer.Concat(inner).Select(axis => view.Dims[axis])]);
        int[] ascending = [.. kept.Order()];
        var turned = y.Permuted(ascending.Select(axis => (long)Array.IndexOf([.. outer, .. inner], axis)));
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", x), ("y", y));
        context.Define(node.Output, turned.Reshaped(dims) ?? context.Copied(turned, [.. Enumerable.Range(0, turned.Dims.Length)], node.Name, context.Precision).Reshaped(dims)!);
        return true;
    }
}
