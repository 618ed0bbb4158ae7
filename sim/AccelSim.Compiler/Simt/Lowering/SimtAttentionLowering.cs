using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Attention;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Attention as one kernel with an online softmax, where the chip has a form of it.</summary>
internal sealed class SimtAttentionLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (!context.Options.Fuse || context.ForcedSchedule(node) is not null || !context.IsFloat(node.Output) || AttentionPattern.Of(context, node) is not { } pattern)
        {
            return false;
        }

        var rank = context.Graph[node.Output].Shape.Rank;
        var turned = ((MatMul)node.Operator).TransposeB;
        if (rank is not (3 or 4) || context.Graph[node.Input(0)].Shape.Rank != rank || context.Graph[node.Input(1)].Shape.Rank != rank
            || context.Graph[pattern.Result.Input(1)].Shape.Rank != rank)
        {
            return false;
        }

        var q = Heads(context.View(node.Input(0)), turn: false);
        var keys = Heads(context.View(node.Input(1)), turn: !turned);
        var values = Heads(context.View(pattern.Result.Input(1)), turn: false);
        var mask = pattern.Mask is { } id ? Heads(context.View(id).BroadcastTo([.. context.Graph[node.Output].Shape.Dims]), turn: false) : null;
        if (!Fits(q) || !Fits(keys) || !Fits(values) || q.Dims[0] != keys.Dims[0] || q.Dims[1] % keys.Dims[1] != 0
            || keys.Dims[1] != values.Dims[1] || keys.Dims[0] != values.Dims[0] || values.Dims[3] != q.Dims[3] || q.Dims.Concat(keys.Dims).Any(dim => dim > int.MaxValue))
        {
            return false;
        }

        // the result's place is only taken where there is a kernel
        var order = context.ResultOrder(pattern.Result.Output);
        var shape = context.Graph[pattern.Result.Output].Shape.Dims;
        var place = Heads(TensorView.DenseInOrder(0, shape, order), turn: false);
        var problem = new AttentionProblem
        {
            Batch = (int)q.Dims[0],
            Heads = (int)q.Dims[1],
            KvHeads = (int)keys.Dims[1],
            Queries = (int)q.Dims[2],
            Keys = (int)keys.Dims[2],
            HeadSize = (int)q.Dims[3],
            Q = View(q),
            K = View(keys),
            V = View(values),
            O = View(place),
            Scale = (float)pattern.Scale,
            Causal = pattern.Causal,
            Mask = mask is null ? null : new ScoreMask(mask.Strides[0], mask.Strides[1], mask.Strides[2], mask.Strides[3], context.Precision),
            Type = context.Precision,
        };
        if (AttentionKernels.Write(context.KernelName(node.Name), context.Target, problem) is not { } plan)
        {
            return false;
        }

        foreach (var inner in pattern.Between)
        {
            context.Absorb(inner);
        }

        var o = context.NewResult(pattern.Result.Output, order);
        var partial = plan.PartialBytes == 0 ? o : context.NewTensor(node.Name + ".partial", ElementType.Float32, [plan.PartialBytes / 4]);
        var macs = 2L * problem.Batch * problem.Heads * problem.Queries * problem.Keys * problem.HeadSize;
        foreach (var kernel in plan.Kernels)
        {
            context.Emit(node.Name, "Attention", kernel == plan.Kernels[0] ? macs : 0, kernel, ("q", q), ("k", keys), ("v", values), ("o", o), ("mask", mask ?? q), ("partial", partial));
        }

        return true;
    }

    /// <summary>A view as [batch, heads, rows, elements].</summary>
    private static TensorView Heads(TensorView view, bool turn)
    {
        if (view.Dims.Length == 3)
        {
            view = view with { Dims = [1, .. view.Dims], Strides = [0, .. view.Strides] };
        }

        return turn ? view.Permuted([0, 1, 3, 2]) : view;
    }

    /// <summary>True where the elements of a row are neighbours and rows begin at multiples of 16 bytes as far as the buffer is concerned.</summary>
    private static bool Fits(TensorView view) => view.Strides[3] == 1 && view.Offset % 8 == 0 && view.Strides.All(stride => stride <= int.MaxValue);

    private static HeadView View(TensorView view) => new(view.Strides[0], view.Strides[1], view.Strides[2]);
}
