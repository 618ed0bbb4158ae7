using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Lowering;

/// <summary>A look-up with one constant index is a slice.</summary>
internal static class ConstantIndex
{
    /// <summary>Defines the result as a view, where it is one.</summary>
    public static bool TryLower(ProgramContext context, Node node, Gather gather)
    {
        var indices = context.Graph[node.Input(1)];
        if (indices.Constant is null || indices.Shape.ElementCount != 1)
        {
            return false;
        }

        var view = context.View(node.Input(0));
        var index = indices.Constant.Load().ToInt64s()[0];
        var starts = new long[view.Dims.Length];
        starts[gather.Axis] = index < 0 ? index + view.Dims[gather.Axis] : index;
        var slice = view.Sliced(starts, [.. view.Dims.Select(_ => 1L)], [.. view.Dims.Select((dim, i) => i == gather.Axis ? 1 : dim)]);

        // dropping (or adding) unit axes never needs a copy
        context.Define(node.Output, slice.Reshaped(context.Graph[node.Output].Shape.Dims.ToArray())!);
        return true;
    }
}
