using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Passes;

/// <summary>Removes operations that change nothing, and joins reshapes and transposes that follow each other.</summary>
public sealed class IdentityRemoval : RewritePass
{
    /// <inheritdoc/>
    public override string Name => "identity removal";

    /// <inheritdoc/>
    protected override bool TryRewrite(ModelGraph graph, Node node, GraphRewriter rewriter)
    {
        if (node.Inputs.Length == 1 && ChangesNothing(node.Operator, graph[node.Inputs[0]].Type, graph[node.Output].Type))
        {
            rewriter.Alias(node.Output, rewriter.Map(node.Inputs[0]));
            return true;
        }

        var before = graph.Producer(node.Inputs[0]);
        switch (node.Operator)
        {
            case Reshape reshape when before?.Operator is Reshape:
                return Join(graph, node, before, reshape, rewriter);
            case Transpose outer when before?.Operator is Transpose inner:
                return Join(graph, node, before, new Transpose(Ints.Of(outer.Permutation.Select(axis => inner.Permutation[(int)axis]))), rewriter);
            case Transpose transpose when OnlyMovesOnes(transpose, graph[node.Inputs[0]].Shape):
                rewriter.Replace(node, node.Name, node.OnnxType, new Reshape(graph[node.Output].Shape), rewriter.Map(node.Inputs[0]));
                return true;
            default:
                return false;
        }
    }

    private static bool Join(ModelGraph graph, Node node, Node before, Operator joined, GraphRewriter rewriter)
    {
        var source = rewriter.Map(before.Inputs[0]);
        if (ChangesNothing(joined, graph[before.Inputs[0]].Type, graph[node.Output].Type))
        {
            rewriter.Alias(node.Output, source);
        }
        else
        {
            rewriter.Replace(node, node.Name, node.OnnxType, joined, source);
        }

        return true;
    }

    private static bool ChangesNothing(Operator @operator, TensorType from, TensorType to) => @operator switch
    {
        Identity => true,
        Cast or Reshape or Expand or Tile => from == to,
        Transpose transpose => transpose.Permutation.SequenceEqual(transpose.Permutation.Order()),
        Slice slice => from == to && slice.Steps.All(step => step == 1),
        Pad pad => pad.Begins.All(count => count == 0) && pad.Ends.All(count => count == 0),
        Split split => split.Sizes.Count == 1,
        Concat => from == to,
        Activate activate => activate.Function.IsNone,
        Reduce { Axes.Count: 0, Function: ReduceFunction.Sum or ReduceFunction.Mean or ReduceFunction.Max or ReduceFunction.Min } => true,
        _ => false,
    };

    /// <summary>A transpose that keeps the order of all axes longer than 1 moves no element.</summary>
    private static bool OnlyMovesOnes(Transpose transpose, Shape from)
    {
        var longer = transpose.Permutation.Where(axis => from[(int)axis] != 1).ToArray();
        return longer.SequenceEqual(longer.Order());
    }
}
