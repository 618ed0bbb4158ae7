using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Casts between integers and floats, and of numbers to truth values.</summary>
internal sealed class CastLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node)
    {
        if (node.Operator is not Cast || !context.HasDeviceForm(node.Input(0)) || !context.HasDeviceForm(node.Output) || context.Graph[node.Output].Element == ElementType.Bool)
        {
            return false;
        }

        MluDataType from = context.DeviceType(context.Graph[node.Input(0)]), to = context.DeviceType(context.Graph[node.Output]);
        if (from == to)
        {
            context.Define(node.Output, context.View(node.Input(0)));
            return true;
        }

        var x = context.Dense(node.Input(0));
        var kernel = CastKernel.Write(context.KernelName(node.Name), from, to, x.Count, context.Target);
        context.Emit(node.Name, node.OnnxType, 0, kernel, ("x", x), ("y", context.NewResult(node.Output)));
        return true;
    }
}
