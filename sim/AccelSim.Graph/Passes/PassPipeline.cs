using System.Collections.Immutable;

namespace AccelSim.Graph.Passes;

/// <summary>The passes, in the order in which they run; the graph is verified after each.</summary>
public static class PassPipeline
{
    /// <summary>
    /// The standard order. First what makes patterns visible (no identities, no shape computations, no duplicates), then patterns from the
    /// largest to the smallest, then fusion into linear operations: batch norm before bias before activation, because each looks at what the last one left.
    /// Residual additions stay nodes of their own; the compiler decides about them.
    /// </summary>
    public static ImmutableArray<IGraphPass> Standard { get; } =
    [
        new IdentityRemoval(),
        new ConstantFolding(),
        new CommonSubexpressions(),
        new GeluPattern(),
        new LayerNormPattern(),
        new RmsNormPattern(),
        new SelfGatePattern(),
        new BatchNormFolding(),
        new BiasFusion(),
        new ActivationFusion(),
        new IdentityRemoval(),
        new DeadCode(),
    ];

    /// <summary>Runs the standard passes.</summary>
    public static ModelGraph Optimize(ModelGraph graph) => Run(graph, Standard);

    /// <summary>Runs passes in order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="passes">The passes.</param>
    /// <param name="observe">Called after each pass with its name and result; null to watch nothing.</param>
    public static ModelGraph Run(ModelGraph graph, IEnumerable<IGraphPass> passes, Action<string, ModelGraph>? observe = null)
    {
        foreach (var pass in passes)
        {
            graph = pass.Run(graph);
            GraphVerifier.Verify(graph, pass.Name);
            observe?.Invoke(pass.Name, graph);
        }

        return graph;
    }
}
