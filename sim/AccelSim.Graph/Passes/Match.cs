using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Passes;

/// <summary>Small questions that pattern passes ask about the neighbourhood of a value.</summary>
internal static class Match
{
    /// <summary>The number a value is everywhere, if it is a known constant of one element, else null.</summary>
    public static double? Scalar(ModelGraph graph, ValueId id) =>
        !id.IsNone && graph[id] is { Constant: InlineConstant constant, Shape.ElementCount: 1 } value && value.Element.IsFloat() ? constant.Contents.ToDoubles()[0] : null;

    /// <summary>Whether a value is this number everywhere, to the precision in which exporters write numbers.</summary>
    public static bool IsScalar(ModelGraph graph, ValueId id, double wanted) => Scalar(graph, id) is { } value && Math.Abs(value - wanted) <= 1e-3 * Math.Abs(wanted);

    /// <summary>The node that computes a value by a function of two operands, or null.</summary>
    public static Node? Binary(ModelGraph graph, ValueId id, BinaryFunction function) =>
        graph.Producer(id) is { Operator: Binary binary } node && binary.Function == function ? node : null;

    /// <summary>The node that computes a value by a function of one operand, or null.</summary>
    public static Node? Unary(ModelGraph graph, ValueId id, UnaryFunction function) =>
        graph.Producer(id) is { Operator: Unary unary } node && unary.Function == function ? node : null;

    /// <summary>The operands of a commutative node in both orders.</summary>
    public static IEnumerable<(ValueId A, ValueId B)> BothWays(Node? node) =>
        node is null ? [] : [(node.Inputs[0], node.Inputs[1]), (node.Inputs[1], node.Inputs[0])];

    /// <summary>The other operand of a sum or product with a given number, or none.</summary>
    public static ValueId Beside(ModelGraph graph, Node? node, double number)
    {
        foreach (var (a, b) in BothWays(node))
        {
            if (IsScalar(graph, b, number))
            {
                return a;
            }
        }

        return ValueId.None;
    }

    /// <summary>Whether a value is the product, in any association and order, of exactly these factors, each recognised by its own test.</summary>
    public static bool IsProduct(ModelGraph graph, ValueId id, params Func<ValueId, bool>[] factors)
    {
        if (factors.Length == 1)
        {
            return factors[0](id);
        }

        if (Binary(graph, id, BinaryFunction.Mul) is not { } node)
        {
            return false;
        }

        // Every way to give some factors to the left operand and the rest to the right one.
        for (var chosen = 1; chosen < (1 << factors.Length) - 1; chosen++)
        {
            var left = factors.Where((_, i) => (chosen >> i & 1) != 0).ToArray();
            var right = factors.Where((_, i) => (chosen >> i & 1) == 0).ToArray();
            if (IsProduct(graph, node.Inputs[0], left) && IsProduct(graph, node.Inputs[1], right))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The axis from which a reduction runs to the last axis, or null where it is not of that form.</summary>
    public static int? TrailingAxis(Reduce reduce, int rank)
    {
        var first = rank - reduce.Axes.Count;
        return reduce.Axes.Count > 0 && reduce.Axes.SequenceEqual(Enumerable.Range(first, reduce.Axes.Count).Select(axis => (long)axis)) ? first : null;
    }

    /// <summary>Whether a constant can be the scale or offset of a normalisation from an axis on: it varies along the normalised axes only.</summary>
    public static bool IsParameter(ModelGraph graph, ValueId id, Shape normalised, int axis)
    {
        if (!graph[id].IsConstant)
        {
            return false;
        }

        var tail = Shape.Of(normalised.Dims.Skip(axis));
        return Shape.Broadcast(graph[id].Shape, tail) is { } shape && shape.Equals(tail);
    }
}
