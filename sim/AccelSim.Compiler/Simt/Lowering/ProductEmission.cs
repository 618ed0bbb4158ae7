using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Emits the kernels of a matrix product with its forced or its best schedule.</summary>
internal static class ProductEmission
{
    /// <summary>Emits the product.</summary>
    public static void Emit(
        SimtLoweringContext context, Node node, string name, GemmProblem problem, TensorView a, TensorView b, TensorView c, TensorView bias, TensorView residual)
    {
        var schedule = Forced(context, node) ?? context.BestSchedule(problem);
        var kernel = GemmKernel.Write(context.KernelName(node.Name), problem, schedule, context.Target);
        context.Emit(node.Name, name, (long)problem.Macs, kernel, ("a", a), ("b", b), ("c", c), ("bias", bias), ("residual", residual));
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
