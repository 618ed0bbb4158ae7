using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>Recognises root-mean-square normalisation written out: x / √(mean(x²) + ε) · gamma, by division or by the reciprocal, with a constant gamma.</summary>
public sealed class RmsNormPattern : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "RMS normalisation pattern";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Operator is not Binary { Function: BinaryFunction.Mul })
        {
            return false;
        }

        foreach (var (normal, gamma) in Match.BothWays(node))
        {
            if (graph[gamma].IsConstant && Normalised(graph, normal) is var (x, axis, epsilon) && Match.IsParameter(graph, gamma, graph[x].Shape, axis))
            {
                rewriter.Replace(node, node.Name, "RMSNormalization", new RmsNormalization(axis, epsilon), rewriter.Map(x), rewriter.Map(gamma));
                return true;
            }
        }

        return false;
    }

    private static (ValueId X, int Axis, double Epsilon)? Normalised(ModelGraph graph, ValueId id)
    {
        if (Match.Binary(graph, id, BinaryFunction.Div) is { } quotient)
        {
            return Root(graph, quotient.Inputs[1], quotient.Inputs[0]);
        }

        foreach (var (x, factor) in Match.BothWays(Match.Binary(graph, id, BinaryFunction.Mul)))
        {
            if (Match.Unary(graph, factor, UnaryFunction.Reciprocal) is { } reciprocal && Root(graph, reciprocal.Inputs[0], x) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static (ValueId X, int Axis, double Epsilon)? Root(ModelGraph graph, ValueId id, ValueId x)
    {
        if (Match.Unary(graph, id, UnaryFunction.Sqrt) is not { } root)
        {
            return null;
        }

        foreach (var (mean, epsilon) in Match.BothWays(Match.Binary(graph, root.Inputs[0], BinaryFunction.Add)))
        {
            if (Match.Scalar(graph, epsilon) is { } value
                && graph.Producer(mean) is { Operator: Reduce { Function: ReduceFunction.Mean, KeepDims: true } reduce } average
                && Match.TrailingAxis(reduce, graph[x].Shape.Rank) is { } axis
                && IsSquare(graph, average.Inputs[0], x))
            {
                return (x, axis, value);
            }
        }

        return null;
    }

    private static bool IsSquare(ModelGraph graph, ValueId id, ValueId x) =>
        Match.Binary(graph, id, BinaryFunction.Pow) is { } power ? power.Inputs[0] == x && Match.IsScalar(graph, power.Inputs[1], 2)
        : Match.Binary(graph, id, BinaryFunction.Mul) is { } product && product.Inputs[0] == x && product.Inputs[1] == x;
}
