using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>
/// Recognises layer normalisation written out: with d = x - mean(x), d / √(mean(d²) + ε) · gamma + beta, where the means run over the last axes
/// and gamma and beta are constants.
/// </summary>
public sealed class LayerNormPattern : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "layer normalisation pattern";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Operator is not Binary { Function: BinaryFunction.Add })
        {
            return false;
        }

        foreach (var (product, beta) in Match.BothWays(node))
        {
            foreach (var (normal, gamma) in Match.BothWays(Match.Binary(graph, product, BinaryFunction.Mul)))
            {
                if (graph[gamma].IsConstant && graph[beta].IsConstant && Normalised(graph, normal) is var (x, axis, epsilon)
                    && Match.IsParameter(graph, gamma, graph[x].Shape, axis) && Match.IsParameter(graph, beta, graph[x].Shape, axis))
                {
                    rewriter.Replace(
                        node, node.Name, "LayerNormalization", new LayerNormalization(axis, epsilon), rewriter.Map(x), rewriter.Map(gamma), rewriter.Map(beta));
                    return true;
                }
            }
        }

        return false;
    }

    private static (ValueId X, int Axis, double Epsilon)? Normalised(ModelGraph graph, ValueId id)
    {
        if (Match.Binary(graph, id, BinaryFunction.Div) is not { } quotient
            || Match.Binary(graph, quotient.Inputs[0], BinaryFunction.Sub) is not { } difference
            || Match.Unary(graph, quotient.Inputs[1], UnaryFunction.Sqrt) is not { } root
            || Match.Binary(graph, root.Inputs[0], BinaryFunction.Add) is not { } sum)
        {
            return null;
        }

        var x = difference.Inputs[0];
        if (MeanOf(graph, difference.Inputs[1]) is not var (averaged, axis) || averaged != x)
        {
            return null;
        }

        foreach (var (variance, epsilon) in Match.BothWays(sum))
        {
            if (Match.Scalar(graph, epsilon) is { } value && MeanOf(graph, variance) is var (square, sameAxis) && sameAxis == axis && IsSquare(graph, square, difference.Output))
            {
                return (x, axis, value);
            }
        }

        return null;
    }

    private static (ValueId X, int Axis)? MeanOf(ModelGraph graph, ValueId id) =>
        graph.Producer(id) is { Operator: Reduce { Function: ReduceFunction.Mean, KeepDims: true } reduce } node
        && Match.TrailingAxis(reduce, graph[node.Inputs[0]].Shape.Rank) is { } axis
            ? (node.Inputs[0], axis)
            : null;

    private static bool IsSquare(ModelGraph graph, ValueId id, ValueId of) =>
        Match.Binary(graph, id, BinaryFunction.Pow) is { } power ? power.Inputs[0] == of && Match.IsScalar(graph, power.Inputs[1], 2)
        : Match.Binary(graph, id, BinaryFunction.Mul) is { } product && product.Inputs[0] == of && product.Inputs[1] == of;
}
