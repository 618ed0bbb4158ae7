using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Lowering;

/// <summary>Concatenation: each part is copied to its place in the result.</summary>
internal sealed class ConcatLowering : ILowering<ProgramContext>
{
    public bool TryLower(ProgramContext context, Node node)
    {
        if (node.Operator is not Concat { Axis: var axis }
            || (!context.IsFloat(node.Output) && context.Graph[node.Output].Element is not (ElementType.Int64 or ElementType.Int32)))
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
                context.EmitCopy(node.Inputs.Length > 1 ? $"{node.Name}[{i}]" : node.Name, node.OnnxType, part, place, context.StorageType(context.Graph[node.Output]));
            }
        }

        return true;
    }
}
