using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A convolution as a matrix product whose left factor is gathered while it is read (implicit GEMM). Launch arguments as of <see cref="GemmKernel"/>:
/// <c>a</c> are the activations, <c>b</c> the weights.
/// </summary>
internal static class ConvKernel
{
    /// <summary>Writes the kernel, and the one that adds up where the schedule splits k.</summary>
    /// <exception cref="CompileException">The schedule does not fit the problem or the chip.</exception>
    public static IReadOnlyList<SimtLayerKernel> Write(string name, ConvProblem conv, GemmSchedule schedule, SimtTarget target) => conv.IsProduct
        ? GemmKernel.Write(name, conv.Product, schedule, target)
        : GemmKernel.Write(name, conv.Product, conv.Plan(target), schedule, (k, place, depth) => (map, unit, _) =>
            new ConvAddresses(k, map, conv, unit, schedule.TileK, k.Pointer("a"), place.Rows.Base, depth, conv.Input.SizeInBytes()));

    /// <summary>All schedules that fit, the fastest first.</summary>
    /// <exception cref="CompileException">None fits the chip.</exception>
    public static IReadOnlyList<GemmCandidate> Candidates(ConvProblem conv, SimtTarget target)
    {
        if (conv.IsProduct)
        {
            return GemmScheduler.Candidates(conv.Product, target);
        }

        var product = conv.Product;
        var elementBytes = (double)conv.Input.SizeInBytes();
        var activations = elementBytes * conv.Images * conv.Height * conv.Width * conv.InputChannels;
        var result = (double)product.M * product.N * conv.Epilogue.Output.SizeInBytes() * (conv.Epilogue.Residual ? 2 : 1);
        return GemmScheduler.Candidates(product, [conv.Plan(target)], new ProductBytes(activations, elementBytes * product.K * product.N, result));
    }
}
