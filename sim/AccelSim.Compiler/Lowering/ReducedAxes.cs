using System.Collections.Immutable;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Lowering;

/// <summary>
/// A reduction brought into the form [outer, reduced, inner]: a view does that for spatial means of channels-last images, otherwise a copy does. The result lies
/// in the order outer, inner.
/// </summary>
/// <param name="X">The operand.</param>
/// <param name="Y">The result.</param>
/// <param name="Outer">Elements of the axes before the reduced ones.</param>
/// <param name="Reduced">Elements of the reduced axes.</param>
/// <param name="Inner">Elements of the axes after them.</param>
/// <param name="Kept">Axes of the result in the order in which it lies.</param>
internal sealed record ReducedAxes(TensorView X, TensorView Y, long Outer, long Reduced, long Inner, ImmutableArray<int> Kept)
{
    /// <summary>Places operand and result.</summary>
    public static ReducedAxes Of(ProgramContext context, Node node, Reduce reduce)
    {
        var view = context.View(node.Input(0));
        var rank = view.Dims.Length;
        HashSet<int> reduced = [.. reduce.Axes.Select(axis => (int)axis)];
        var order = view.IsPermutedDense ? view.StorageOrder() : [.. Enumerable.Range(0, rank)];
        var kept = order.Where(axis => !reduced.Contains(axis)).ToArray();
        var firstReduced = Array.FindIndex(order, axis => reduced.Contains(axis) && view.Dims[axis] > 1);
        int[] outer = [.. kept.Where(axis => firstReduced < 0 || Array.IndexOf(order, axis) < firstReduced)], inner = [.. kept.Except(outer)];
        int[] wanted = [.. outer, .. reduce.Axes.Select(axis => (int)axis), .. inner];
        var x = context.Copied(view, wanted, context.Graph[node.Input(0)].Name, context.Precision);
        long Product(IEnumerable<int> axes) => axes.Aggregate(1L, (product, axis) => product * view.Dims[axis]);
        var y = context.NewTensor(context.Graph[node.Output].Name, context.Precision, [.. outer.Concat(inner).Select(axis => view.Dims[axis])]);
        return new ReducedAxes(x, y, Product(outer), Product(reduced), Product(inner), [.. outer, .. inner]);
    }

    /// <summary>Defines the result of the node under its own extents.</summary>
    public void Define(ProgramContext context, Node node)
    {
        var dims = context.Graph[node.Output].Shape.Dims.ToArray();
        var turned = Y.Permuted(Kept.Order().Select(axis => (long)Kept.IndexOf(axis)));
        context.Define(node.Output, turned.Reshaped(dims) ?? context.Copied(turned, [.. Enumerable.Range(0, turned.Dims.Length)], node.Name, context.Precision).Reshaped(dims)!);
    }
}
