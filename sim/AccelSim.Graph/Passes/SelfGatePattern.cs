using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>Recognises activations written as a product with a gate of the same value: x sigmoid(x) is SiLU, x hardsigmoid(x) with slope 1/6 is HardSwish.</summary>
public sealed class SelfGatePattern : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "self-gate pattern";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Operator is not Binary { Function: BinaryFunction.Mul })
        {
            return false;
        }

        foreach (var (x, gate) in Match.BothWays(node))
        {
            if (graph.Producer(gate) is { Operator: Activate { Function: var function } } activate && activate.Inputs[0] == x && Gated(function) is { IsNone: false } fused)
            {
                rewriter.Replace(node, node.Name, fused.Kind.ToString(), new Activate(fused), rewriter.Map(x));
                return true;
            }
        }

        return false;
    }

    private static Activation Gated(Activation gate) => gate.Kind switch
    {
        ActivationKind.Sigmoid => new Activation(ActivationKind.Silu, 1),
        ActivationKind.HardSigmoid when Math.Abs(gate.A - 1.0 / 6) < 1e-6 && gate.B == 0.5 => new Activation(ActivationKind.HardSwish),
        _ => Activation.None,
    };
}
