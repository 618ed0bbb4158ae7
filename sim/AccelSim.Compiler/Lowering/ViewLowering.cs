using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Lowering;

/// <summary>Operators that only rename elements: transposes, reshapes, slices, splits, broadcasts. They cost nothing until a reader needs another layout.</summary>
internal sealed class ViewLowering : ILowering<ProgramContext>
{
    public bool TryLower(ProgramContext context, Node node)
    {
        switch (node.Operator)
        {
            case Identity:
                context.Define(node.Output, context.View(node.Input(0)));
                return true;
            case Transpose transpose:
                context.Define(node.Output, context.View(node.Input(0)).Permuted(transpose.Permutation));
                return true;
            case Reshape:
                var dims = context.Graph[node.Output].Shape.Dims.ToArray();
                context.Define(node.Output, context.View(node.Input(0)).Reshaped(dims) ?? context.Dense(node.Input(0)).Reshaped(dims)
                    ?? TensorView.Dense(context.View(node.Input(0)).Buffer, dims));
                return true;
            case Slice slice:
                context.Define(node.Output, context.View(node.Input(0)).Sliced(slice.Starts, slice.Steps, slice.Lengths));
                return true;
            case Expand:
                context.Define(node.Output, context.View(node.Input(0)).BroadcastTo([.. context.Graph[node.Output].Shape.Dims]));
                return true;
            case Split split:
                var view = context.View(node.Input(0));
                var start = 0L;
                for (var part = 0; part < node.Outputs.Length; part++)
                {
                    var starts = new long[view.Dims.Length];
                    starts[split.Axis] = start;
                    context.Define(node.Outputs[part], view.Sliced(starts, [.. view.Dims.Select(_ => 1L)], [.. context.Graph[node.Outputs[part]].Shape.Dims]));
                    start += split.Sizes[part];
                }

                return true;
            default:
                return false;
        }
    }
}
