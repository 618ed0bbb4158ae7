using AccelSim.Graph.Reference;

namespace AccelSim.Graph.Passes;

/// <summary>
/// Turns nodes whose operands are all constants into constants: small ones are computed now, large ones when somebody asks for them,
/// so that transposing a hundred megabytes of weights costs nothing in a run that needs only times.
/// </summary>
public sealed class ConstantFolding : IGraphPass
{
    private const long SmallElements = 1 << 16;
    private const int DeepestChain = 32;

    /// <inheritdoc/>
    public string Name => "constant folding";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            var inputs = rewriter.Map(node.Inputs);
            var constants = Array.ConvertAll(inputs, id => id.IsNone ? null : rewriter[id].Constant);
            var known = Enumerable.Range(0, inputs.Length).All(i => inputs[i].IsNone || constants[i] is not null);
            if (!known || inputs.Length == 0 || constants.Any(constant => constant is ComputedConstant { Depth: >= DeepestChain }))
            {
                rewriter.Keep(node);
                continue;
            }

            var small = constants.All(constant => constant is null || (constant is InlineConstant && constant.Type.Shape.ElementCount <= SmallElements))
                && node.Outputs.All(id => graph[id].Shape.ElementCount <= SmallElements);
            var results = small ? Interpreter.Execute(node.Operator, [.. constants.Select(constant => constant?.Load())]) : null;
            for (var i = 0; i < node.Outputs.Length; i++)
            {
                var value = graph[node.Outputs[i]];
                Constant constant = results is null ? new ComputedConstant(value.Type, node.Operator, constants, i) : new InlineConstant(results[i]);
                rewriter.Alias(value.Id, rewriter.Constant(value.Name, constant));
            }
        }

        return DeadCode.Remove(rewriter.Finish());
    }
}
