using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>Takes an activation into the convolution or matrix product before it, if nothing else reads that.</summary>
public sealed class ActivationFusion : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "activation fusion";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Operator is not Activate { Function: var function } || graph.Producer(node.Inputs[0]) is not { } linear || graph.OnlyConsumer(linear.Output) is null)
        {
            return false;
        }

        Operator? fused = linear.Operator switch
        {
            Conv { Activation.IsNone: true } conv => conv with { Activation = function },
            MatMul { Activation.IsNone: true } product => product with { Activation = function },
            _ => null,
        };
        if (fused is null)
        {
            return false;
        }

        rewriter.Replace(node, linear.Name, GraphRewriter.Join(linear, node), fused, rewriter.Map(linear.Inputs));
        return true;
    }
}
