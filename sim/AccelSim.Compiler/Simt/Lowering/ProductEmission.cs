using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Emits the kernels of a matrix product with its forced, its tuned or its best schedule.</summary>
internal static class ProductEmission
{
    /// <summary>Emits a product.</summary>
    public static void Emit(SimtLoweringContext context, Node node, string name, GemmProblem problem, ProductOperands operands)
    {
        var kernels = context.ForcedSchedule(node, GemmSchedule.Parse) is { } forced
            ? new ProductKernels(forced, GemmKernel.Write(context.KernelName(node.Name), problem, forced, context.Target))
            : context.Best(problem, () => context.Options.Tuning is { } tuning ? ProductTuner.Of(problem, context.Target, node.Name, tuning) : ProductChoice.Of(problem, context.Target));
        Emit(context, node, name, problem, kernels, operands);
    }

    /// <summary>Emits a convolution.</summary>
    public static void Emit(SimtLoweringContext context, Node node, string name, ConvProblem problem, ProductOperands operands)
    {
        var kernels = context.ForcedSchedule(node, GemmSchedule.Parse) is { } forced
            ? new ProductKernels(forced, ConvKernel.Write(context.KernelName(node.Name), problem, forced, context.Target))
            : context.Best(problem, () => context.Options.Tuning is { } tuning ? ProductTuner.Of(problem, context.Target, node.Name, tuning) : ProductChoice.Of(problem, context.Target));
        Emit(context, node, name, problem.Product, kernels, operands);
    }

    private static void Emit(SimtLoweringContext context, Node node, string name, GemmProblem problem, ProductKernels chosen, ProductOperands operands)
    {
        context.Options.Tuning?.Chosen?.Invoke(node.Name, chosen.Schedule.ToString());
        var kernels = chosen.Named(context.KernelName(node.Name)).Kernels;
        var bytes = GemmKernel.WorkspaceBytes(problem, chosen.Schedule);
        var workspace = bytes == 0 ? operands.C : context.NewTensor(node.Name + ".parts", ElementType.Float32, [bytes / 4]);
        for (var i = 0; i < kernels.Count; i++)
        {
            context.Emit(
                node.Name, i == 0 ? name : name + " (sum)", i == 0 ? (long)problem.Macs : 0, kernels[i], ("a", operands.A), ("b", operands.B), ("c", operands.C),
                ("bias", operands.Bias ?? operands.C), ("residual", operands.Residual ?? operands.C), ("workspace", workspace));
        }
    }
}
