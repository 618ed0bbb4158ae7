using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Look-ups of slices along an axis.</summary>
internal sealed class SimtGatherLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (node.Operator is not Gather gather)
        {
            return false;
        }

        if (ConstantIndex.TryLower(context, node, gather))
        {
            return true;
        }

        var (data, indices) = (context.Graph[node.Input(0)], context.Graph[node.Input(1)]);
        if (!context.HasDeviceForm(node.Input(0)) || indices.Element is not (ElementType.Int32 or ElementType.Int64))
        {
            return false;
        }

        long Product(IEnumerable<long> dims) => dims.Aggregate(1L, (product, dim) => product * dim);
        var kernel = GatherKernel.Write(
            context.KernelName(node.Name), Product(data.Shape.Dims.Take(gather.Axis)), data.Shape[gather.Axis], Product(data.Shape.Dims.Skip(gather.Axis + 1)),
            indices.Shape.ElementCount, context.StorageType(data), indices.Element, context.Target);
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("table", context.Dense(node.Input(0))), ("indices", context.Dense(node.Input(1))), ("y", context.NewResult(node.Output)));
        return true;
    }
}
