using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>
/// Takes the addition of a constant into the matrix product or convolution before it, if that has no addend yet and nothing else reads it.
/// For a convolution the constant must be one value per output channel.
/// </summary>
public sealed class BiasFusion : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "bias fusion";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Operator is not Binary { Function: BinaryFunction.Add })
        {
            return false;
        }

        foreach (var (sum, bias) in Match.BothWays(node))
        {
            if (!graph[bias].IsConstant || graph.Producer(sum) is not { } linear || graph.OnlyConsumer(sum) is null || !linear.Input(2).IsNone
                || graph[node.Output].Type != graph[sum].Type)
            {
                continue;
            }

            if (linear.Operator is MatMul { Activation.IsNone: true } product)
            {
                rewriter.Replace(
                    node, linear.Name, GraphRewriter.Join(linear, node), product with { Beta = 1 }, rewriter.Map(linear.Inputs[0]), rewriter.Map(linear.Inputs[1]), rewriter.Map(bias));
                return true;
            }

            if (linear.Operator is Conv { Activation.IsNone: true } conv && PerChannel(graph, bias, sum))
            {
                var vector = new Reshape(new Tensors.Shape(graph[bias].Shape.ElementCount));
                var flat = rewriter.Constant(
                    graph[bias].Name + "/vector", new ComputedConstant(graph[bias].Type with { Shape = vector.To }, vector, [graph[bias].Constant], 0));
                rewriter.Replace(node, linear.Name, GraphRewriter.Join(linear, node), conv, rewriter.Map(linear.Inputs[0]), rewriter.Map(linear.Inputs[1]), flat);
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a constant has the extent of the channel axis there and 1 everywhere else.</summary>
    private static bool PerChannel(ModelGraph graph, ValueId bias, ValueId sum)
    {
        var (shape, target) = (graph[bias].Shape, graph[sum].Shape);
        return shape.ElementCount == target[1] && shape.Rank >= target.Rank - 1 && shape[1 - target.Rank] == target[1];
    }
}
