namespace AccelSim.Graph.Passes;

/// <summary>
/// A pass that looks at each node, last of its pattern, and may put one fused operation in its place. What the fused operation replaces
/// stays until nobody reads it, and is then removed as dead code; so a pattern whose inner values are read elsewhere stays correct.
/// </summary>
public abstract class RewritePass : IGraphPass
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var rewriter = new GraphRewriter(graph, keepsNodeNames: true);
        foreach (var node in graph.Nodes)
        {
            if (!TryRewrite(graph, node, rewriter))
            {
                rewriter.Keep(node);
            }
        }

        return DeadCode.Remove(rewriter.Finish());
    }

    /// <summary>Puts something in the place of <paramref name="node"/>, or returns false and adds no node.</summary>
    protected abstract bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter);
}
