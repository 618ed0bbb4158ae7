using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Look-up of rows of a table.</summary>
internal sealed class GatherLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node) =>
        node.Operator is Gather gather && (ConstantIndex.TryLower(context, node, gather) || LookUp(context, node, gather.Axis));

    private static bool LookUp(LoweringContext context, Node node, int axis)
    {
        var indices = context.Graph[node.Input(1)];
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
