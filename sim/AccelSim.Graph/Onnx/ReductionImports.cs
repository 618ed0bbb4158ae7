using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>Import of the ONNX operators that combine elements along axes.</summary>
internal static class ReductionImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> Entries()
    {
        foreach (var function in Enum.GetValues<ReduceFunction>())
        {
            yield return new("Reduce" + function, node => Reduce(node, function));
        }

        yield return new("Softmax", node => Softmax(node, false));
        yield return new("LogSoftmax", node => Softmax(node, true));
        yield return new("ArgMax", node => ArgReduce(node, true));
        yield return new("ArgMin", node => ArgReduce(node, false));
        yield return new("TopK", TopK);
        yield return new("CumSum", CumSum);
    }

    private static void Reduce(NodeImport node, ReduceFunction function)
    {
        // The axes became an operand with opset 13 for sums and with opset 18 for all other reductions.
        var rank = node.Type(0).Shape.Rank;
        var axes = node.Opset >= (function == ReduceFunction.Sum ? 13 : 18) ? node.KnownInts(1, "axes") : node.Attributes.Ints("axes");
        if (axes is null or [])
        {
            if (node.Attributes.Flag("noop_with_empty_axes", false))
            {
                node.Emit(new Reduce(function, [], true), node.Required(0));
                return;
            }

            axes = [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
        }

        var sorted = axes.Select(axis => (long)TypeRules.Axis(axis, rank)).Where(axis => axis < rank).Distinct().Order();
        node.Emit(new Reduce(function, Ints.Of(sorted), node.Attributes.Flag("keepdims", true)), node.Required(0));
    }

    private static void Softmax(NodeImport node, bool logarithm)
    {
        var type = node.Type(0);
        var axis = TypeRules.Axis(node.Attributes.Int("axis", node.Opset < 13 ? 1 : -1), type.Shape.Rank);
        if (node.Opset >= 13 || axis == type.Shape.Rank - 1)
        {
            node.Emit(new Softmax(axis) { Logarithm = logarithm }, node.Required(0));
            return;
        }

        // Before opset 13 the operand is a matrix of the axes before and from the given one.
        var matrix = new Shape(type.Shape.Product(0, axis), type.Shape.Product(axis, type.Shape.Rank));
        var flat = node.Step(new Reshape(matrix), node.Required(0));
        var result = node.Step(new Softmax(1) { Logarithm = logarithm }, flat);
        node.Emit(new Reshape(type.Shape), result);
    }

    private static void ArgReduce(NodeImport node, bool largest)
    {
        var axis = TypeRules.Axis(node.Attributes.Int("axis", 0), node.Type(0).Shape.Rank);
        node.Emit(new ArgReduce(axis, largest, node.Attributes.Flag("keepdims", true), node.Attributes.Flag("select_last_index", false)), node.Required(0));
    }

    private static void TopK(NodeImport node)
    {
        var count = node.Opset < 10 ? node.Attributes.Int("k", 0) : One(node.KnownInts(1, "count"), "count");
        var axis = TypeRules.Axis(node.Attributes.Int("axis", -1), node.Type(0).Shape.Rank);
        node.Emit(new TopK(count, axis, node.Attributes.Flag("largest", true)), node.Required(0));
    }

    private static void CumSum(NodeImport node)
    {
        var axis = TypeRules.Axis(One(node.KnownInts(1, "axis"), "axis"), node.Type(0).Shape.Rank);
        node.Emit(new CumSum(axis, node.Attributes.Flag("exclusive", false), node.Attributes.Flag("reverse", false)), node.Required(0));
    }

    private static long One(long[]? values, string what) => values is [var only] ? only : throw new ModelException($"its {what} is not one integer");
}
