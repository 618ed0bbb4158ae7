using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Rows;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Softmax, layer and RMS normalisation over the last axes.</summary>
internal sealed class SimtRowLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (!context.IsFloat(node.Input(0)))
        {
            return false;
        }

        return node.Operator switch
        {
            Softmax softmax => Rows(context, node, softmax.Axis, softmax.Logarithm ? RowKind.LogSoftmax : RowKind.Softmax, 0),
            LayerNormalization { WithStatistics: false } norm => Rows(context, node, norm.Axis, RowKind.LayerNorm, norm.Epsilon),
            RmsNormalization norm => Rows(context, node, norm.Axis, RowKind.RmsNorm, norm.Epsilon),
            _ => false,
        };
    }

    private static bool Rows(SimtLoweringContext context, Node node, int axis, RowKind kind, double epsilon)
    {
        var shape = context.Graph[node.Input(0)].Shape;
        var isSoftmax = kind is RowKind.Softmax or RowKind.LogSoftmax;
        if (shape.ElementCount is 0 or > int.MaxValue)
        {
            return false;
        }

        // softmax is along one axis, which a copy makes the last; normalisation from an axis to the last
        int[] order = isSoftmax ? [.. Enumerable.Range(0, shape.Rank).Where(other => other != axis), axis] : [.. Enumerable.Range(0, shape.Rank)];
        var length = isSoftmax ? shape[axis] : shape.Dims.Skip(axis).Aggregate(1L, (product, dim) => product * dim);
        bool Full(ValueId id) => id.IsNone || context.Graph[id].Shape.ElementCount == length;
        if (!isSoftmax && (!Full(node.Input(1)) || !Full(node.Input(2))))
        {
            return false;
        }

        bool gamma = !isSoftmax && !node.Input(1).IsNone, beta = !isSoftmax && !node.Input(2).IsNone;
        var problem = new RowProblem
        {
            Kind = kind,
            Rows = (int)(shape.ElementCount / length),
            Columns = (int)length,
            Epsilon = epsilon,
            Gamma = gamma ? RowFactors.PerColumn : RowFactors.None,
            Beta = beta ? RowFactors.PerColumn : RowFactors.None,
        };
        var x = context.InOrder(node.Input(0), order);
        var kernel = RowKernel.Write(context.KernelName(node.Name), problem, context.Target);
        var g = gamma ? context.Dense(node.Input(1)) : x;
        var b = beta ? context.Dense(node.Input(2)) : x;
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", x), ("gamma", g), ("beta", b), ("y", context.NewResult(node.Output, order)));
        return true;
    }
}
