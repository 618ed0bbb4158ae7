using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>Folds a batch normalisation into the convolution before it, if nothing else reads the convolution; the new kernel and bias are computed when asked for.</summary>
public sealed class BatchNormFolding : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "batch-norm folding";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Operator is not BatchNormalization norm
            || graph.Producer(node.Inputs[0]) is not { Operator: Conv { Activation.IsNone: true } conv } before
            || graph.OnlyConsumer(before.Output) is null)
        {
            return false;
        }

        var kernel = graph[before.Inputs[1]];
        var bias = before.Input(2);
        var statistics = node.Inputs.Skip(1).Select(id => graph[id].Constant).ToArray();
        if (kernel.Constant is null || (!bias.IsNone && graph[bias].Constant is null) || statistics.Any(constant => constant is null))
        {
            return false;
        }

        var known = Array.ConvertAll(statistics, constant => constant!);
        var newKernel = rewriter.Constant(kernel.Name + "/folded", FoldedBatchNorm.Kernel(kernel.Constant, known, norm.Epsilon));
        var newBias = rewriter.Constant(before.Name + "/bias", FoldedBatchNorm.Bias(bias.IsNone ? null : graph[bias].Constant, known, norm.Epsilon));
        rewriter.Replace(node, before.Name, GraphRewriter.Join(before, node), conv, rewriter.Map(before.Inputs[0]), newKernel, newBias);
        return true;
    }
}
