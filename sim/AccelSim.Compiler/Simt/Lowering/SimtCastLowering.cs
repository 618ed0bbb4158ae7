using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Casts between integers and floats, and of truth values to numbers.</summary>
internal sealed class SimtCastLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (node.Operator is not Cast || !context.HasDeviceForm(node.Input(0)) || !context.HasDeviceForm(node.Output) || context.Graph[node.Output].Element == ElementType.Bool)
        {
            return false;
        }

        var (from, to) = (context.StorageType(context.Graph[node.Input(0)]), context.StorageType(context.Graph[node.Output]));
        if (from == to)
        {
            context.Define(node.Output, context.View(node.Input(0)));
            return true;
        }

        var x = context.Dense(node.Input(0));
        var y = context.NewResult(node.Output);
        var space = AxisSpace.Of(x.Dims, StridedOperand.Of("y", y, to), StridedOperand.Of("x", x, from));
        context.Emit(node.Name, node.OnnxType, 0, CastKernel.Write(context.KernelName(node.Name), space, context.Target), ("x", x), ("y", y));
        return true;
    }
}
