using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Operators that move elements: concatenation and look-up.</summary>
internal sealed class MovementLowering : ILowering
{
    public bool TryLower(LoweringContext context, Node node) => node.Operator switch
    {
        Concat concat => Join(context, node, concat.Axis),
        Gather gather => LookUp(context, node, gather.Axis),
        _ => false,
    };

    private static bool Join(LoweringContext context, Node node, int axis)
    {
        if (!context.IsFloat(node.Output) && context.Graph[node.Output].Element is not (ElementType.Int64 or ElementType.Int32))
        {
            return false;
        }

        var first = context.View(node.Input(0));
        var order = first.IsPermutedDense ? first.StorageOrder() : [.. Enumerable.Range(0, first.Dims.Length)];
        var result = context.NewResult(node.Output, order);
        var start = 0L;
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            var part = context.View(node.Inputs[i]);
            var starts = new long[part.Dims.Length];
            starts[axis] = start;
            var place = result.Sliced(starts, [.. part.Dims.Select(_ => 1L)], part.Dims);
            start += part.Dims[axis];
            if (part.Count > 0)
            {
                context.EmitCopy(node.Inputs.Length > 1 ? $"{node.Name}[{i}]" : node.Name, node.OnnxType, part, place, context.DeviceType(context.Graph[node.Output]));
            }
        }

        return true;
    }

    private static bool LookUp(LoweringContext context, Node node, int axis)
    {
        var indices = context.Graph[node.Input(1)];
        if (indices.Constant is not null && indices.Shape.ElementCount == 1)
        {
            // one constant index is a slice
            var view = context.View(node.Input(0));
            var index = indices.Constant.Load().ToInt64s()[0];
            var starts = new long[view.Dims.Length];
            starts[axis] = index < 0 ? index + view.Dims[axis] : index;
            var slice = view.Sliced(starts, [.. view.Dims.Select(_ => 1L)], [.. view.Dims.Select((dim, i) => i == axis ? 1 : dim)]);
            var dims = context.Graph[node.Output].Shape.Dims.ToArray();
            // dropping (or adding) unit axes never needs a copy
            context.Define(node.Output, slice.Reshaped(dims)!);
            return true;
        }

        var data = context.Graph[node.Input(0)].Shape;
        if (axis != 0 || indices.Element != ElementType.Int64 || !context.IsFloat(node.Input(0)))
        {
            return false;
        }

        var rowBytes = data.ElementCount / data[0] * context.ElementBytes;
        if (GatherKernel.Write(context.KernelName(node.Name), data[0], rowBytes, indices.Shape.ElementCount, context.Target) is not { } kernel)
        {
            return false;
        }

        context.Emit(node.Name, node.OnnxType, 0, kernel, ("table", context.Dense(node.Input(0))), ("indices", context.Dense(node.Input(1))), ("y", context.NewResult(node.Output)));
        return true;
    }
}
