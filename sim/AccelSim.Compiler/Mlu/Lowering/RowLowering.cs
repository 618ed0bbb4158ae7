using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Softmax, layer and RMS normalisation over the last axes.</summary>
internal sealed class RowLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node)
    {
        switch (node.Operator)
        {
            case Softmax softmax:
                return Rows(context, node, softmax.Axis, softmax.Logarithm ? RowNormKind.LogSoftmax : RowNormKind.Softmax, 0);
            case LayerNormalization { WithStatistics: false } norm:
                return Rows(context, node, norm.Axis, RowNormKind.LayerNorm, norm.Epsilon);
            case RmsNormalization norm:
                return Rows(context, node, norm.Axis, RowNormKind.RmsNorm, norm.Epsilon);
            default:
                return false;
        }
    }

    private static bool Rows(LoweringContext context, Node node, int axis, RowNormKind kind, double epsilon)
    {
        var shape = context.Graph[node.Input(0)].Shape;
        // softmax is along one axis, normalisation from an axis to the last
        if (kind is RowNormKind.Softmax or RowNormKind.LogSoftmax && axis != shape.Rank - 1)
        {
            return false;
        }

        var length = shape.Dims.Skip(axis).Aggregate(1L, (product, dim) => product * dim);
        var isNorm = kind is RowNormKind.LayerNorm or RowNormKind.RmsNorm;
        bool Full(ValueId id) => id.IsNone || context.Graph[id].Shape.ElementCount == length;
        if (isNorm && (!Full(node.Input(1)) || !Full(node.Input(2))))
        {
            return false;
        }

        bool gamma = isNorm && !node.Input(1).IsNone, beta = isNorm && !node.Input(2).IsNone;
        var x = context.Dense(node.Input(0));
        var problem = new RowNormProblem(kind, shape.ElementCount / length, length, epsilon, gamma, beta);
        var kernel = RowNormKernel.Write(context.KernelName(node.Name), problem, context.Target);
        var g = gamma ? context.Dense(node.Input(1)) : x;
        var b = beta ? context.Dense(node.Input(2)) : x;
        var y = context.NewResult(node.Output);
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", x), ("gamma", g), ("beta", b), ("y", y));
        return true;
    }
}
