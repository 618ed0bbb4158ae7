using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Emits the kernels of a matrix product with its forced or its best schedule.</summary>
internal static class ProductEmission
{
    /// <summary>Emits a product.</summary>
    public static void Emit(SimtLoweringContext context, Node node, string name, GemmProblem problem, ProductOperands operands)
    {
        var schedule = Forced(context, node) ?? context.BestSchedule(problem, () => ProductChoice.Of(problem, context.Target));
        Emit(context, node, name, problem, schedule, GemmKernel.Write(context.KernelName(node.Name), problem, schedule, context.Target), operands);
    }

    /// <summary>Emits a convolution.</summary>
    public static void Emit(SimtLoweringContext context, Node node, string name, ConvProblem problem, ProductOperands operands)
    {
        var schedule = Forced(context, node) ?? context.BestSchedule(problem, () => ProductChoice.Of(problem, context.Target));
        Emit(context, node, name, problem.Product, schedule, ConvKernel.Write(context.KernelName(node.Name), problem, schedule, context.Target), operands);
    }

    private static void Emit(
        SimtLoweringContext context, Node node, string name, GemmProblem problem, GemmSchedule schedule, IReadOnlyList<SimtLayerKernel> kernels, ProductOperands operands)
    {
        var bytes = GemmKernel.WorkspaceBytes(problem, schedule);
        var workspace = bytes == 0 ? operands.C : context.NewTensor(node.Name + ".parts", ElementType.Float32, [bytes / 4]);
        for (var i = 0; i < kernels.Count; i++)
        {
            context.Emit(
                node.Name, i == 0 ? name : name + " (sum)", i == 0 ? (long)problem.Macs : 0, kernels[i], ("a", operands.A), ("b", operands.B), ("c", operands.C),
                ("bias", operands.Bias ?? operands.C), ("residual", operands.Residual ?? operands.C), ("workspace", workspace));
        }
    }

    private static GemmSchedule? Forced(SimtLoweringContext context, Node node)
    {
        if (context.ForcedSchedule(node) is not { } text)
        {
            return null;
        }

        try
        {
            return GemmSchedule.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new CompileException(problem.Message, node.Name);
        }
    }
}
