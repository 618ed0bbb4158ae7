using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Passes;

/// <summary>Lets nodes that compute the same from the same operands share one result; small constants with equal contents count as the same.</summary>
public sealed class CommonSubexpressions : IGraphPass
{
    private const int SmallBytes = 1024;

    /// <inheritdoc/>
    public string Name => "common subexpressions";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        ShareConstants(graph, rewriter);
        var seen = new Dictionary<(Operator Operator, Ints Inputs), Node>();
        foreach (var node in graph.Nodes)
        {
            var key = (node.Operator, Ints.Of(rewriter.Map(node.Inputs).Select(id => (long)id.Index)));
            if (!seen.TryAdd(key, node))
            {
                for (var i = 0; i < node.Outputs.Length; i++)
                {
                    rewriter.Alias(node.Outputs[i], rewriter.Map(seen[key].Outputs[i]));
                }
            }
            else
            {
                rewriter.Keep(node);
            }
        }

        return DeadCode.Remove(rewriter.Finish());
    }

    private static void ShareConstants(ModelGraph graph, GraphRewriter rewriter)
    {
        var seen = new Dictionary<(TensorType Type, string Bytes), ValueId>();
        foreach (var value in graph.Constants)
        {
            if (value.Constant is InlineConstant { Contents: var contents } && contents.Bytes.Length <= SmallBytes
                && !seen.TryAdd((value.Type, Convert.ToHexString(contents.Bytes)), value.Id))
            {
                rewriter.Alias(value.Id, rewriter.Map(seen[(value.Type, Convert.ToHexString(contents.Bytes))]));
            }
        }
    }
}
