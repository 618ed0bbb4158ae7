namespace AccelSim.Graph.Passes;

/// <summary>Removes nodes and constants that no output of the graph depends on. Graph inputs stay.</summary>
public sealed class DeadCode : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "dead code";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph) => Remove(graph);

    internal static ModelGraph Remove(ModelGraph graph)
    {
        var live = new bool[graph.Values.Length];
        foreach (var output in graph.Outputs)
        {
            live[output.Value.Index] = true;
        }

        for (var i = graph.Nodes.Length - 1; i >= 0; i--)
        {
            if (graph.Nodes[i].Outputs.Any(id => live[id.Index]))
            {
                foreach (var input in graph.Nodes[i].Inputs)
                {
                    if (!input.IsNone)
                    {
                        live[input.Index] = true;
                    }
                }
            }
        }

        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            if (node.Outputs.Any(id => live[id.Index]))
            {
                rewriter.Keep(node);
            }
        }

        return rewriter.Finish();
    }
}
