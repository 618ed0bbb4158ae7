using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>
/// Recognises GELU written out: x · ½ · (1 + erf(x / √2)), and its tanh form x · ½ · (1 + tanh(√(2/π) (x + 0.044715 x³))),
/// with the products in any order.
/// </summary>
public sealed class GeluPattern : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "GELU pattern";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Operator is not Binary { Function: BinaryFunction.Mul })
        {
            return false;
        }

        foreach (var gate in Gates(graph, node))
        {
            foreach (var (x, kind) in Arguments(graph, gate))
            {
                if (Match.IsProduct(graph, node.Output, id => id == x, id => Match.IsScalar(graph, id, 0.5), id => id == gate))
                {
                    rewriter.Replace(node, node.Name, "Gelu", new Activate(new Activation(kind)), rewriter.Map(x));
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The sums 1 + ... among the factors, at most one product deep.</summary>
    private static IEnumerable<ValueId> Gates(ModelGraph graph, Node node)
    {
        foreach (var input in node.Inputs)
        {
            IEnumerable<ValueId> candidates = Match.Binary(graph, input, BinaryFunction.Mul) is { } inner ? [input, .. inner.Inputs] : [input];
            foreach (var candidate in candidates)
            {
                if (!Match.Beside(graph, Match.Binary(graph, candidate, BinaryFunction.Add), 1).IsNone)
                {
                    yield return candidate;
                }
            }
        }
    }

    private static IEnumerable<(ValueId X, ActivationKind Kind)> Arguments(ModelGraph graph, ValueId gate)
    {
        var inner = Match.Beside(graph, Match.Binary(graph, gate, BinaryFunction.Add), 1);
        if (Match.Unary(graph, inner, UnaryFunction.Erf) is { } erf)
        {
            if (Match.Binary(graph, erf.Inputs[0], BinaryFunction.Div) is { } quotient && Match.IsScalar(graph, quotient.Inputs[1], Math.Sqrt(2)))
            {
                yield return (quotient.Inputs[0], ActivationKind.Gelu);
            }

            var scaled = Match.Beside(graph, Match.Binary(graph, erf.Inputs[0], BinaryFunction.Mul), Math.Sqrt(0.5));
            if (!scaled.IsNone)
            {
                yield return (scaled, ActivationKind.Gelu);
            }
        }
        else if (graph.Producer(inner) is { Operator: Activate { Function.Kind: ActivationKind.Tanh } } tanh)
        {
            var sum = Match.Beside(graph, Match.Binary(graph, tanh.Inputs[0], BinaryFunction.Mul), Math.Sqrt(2 / Math.PI));
            foreach (var (x, cubic) in Match.BothWays(Match.Binary(graph, sum, BinaryFunction.Add)))
            {
                bool IsX(ValueId id) => id == x;
                bool IsFactor(ValueId id) => Match.IsScalar(graph, id, 0.044715);
                bool IsCube(ValueId id) => Match.Binary(graph, id, BinaryFunction.Pow) is { } power && power.Inputs[0] == x && Match.IsScalar(graph, power.Inputs[1], 3);
                if (Match.IsProduct(graph, cubic, IsFactor, IsCube) || Match.IsProduct(graph, cubic, IsFactor, IsX, IsX, IsX))
                {
                    yield return (x, ActivationKind.GeluTanh);
                }
            }
        }
    }
}
