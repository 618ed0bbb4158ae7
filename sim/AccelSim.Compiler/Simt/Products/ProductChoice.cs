using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>What is used where no schedule is forced: the first among the schedules thought fastest whose kernel keeps all in registers.</summary>
internal static class ProductChoice
{
    private const int Tries = 64;

    /// <summary>The kernels of a product, under a name for now.</summary>
    public static ProductKernels Of(GemmProblem problem, SimtTarget target) =>
        Unspilled(GemmScheduler.Candidates(problem, target), schedule => GemmKernel.Write("product", problem, schedule, target));

    /// <summary>The kernels of a convolution, under a name for now.</summary>
    public static ProductKernels Of(ConvProblem problem, SimtTarget target) =>
        Unspilled(ConvKernel.Candidates(problem, target), schedule => ConvKernel.Write("convolution", problem, schedule, target));

    private static ProductKernels Unspilled(IReadOnlyList<GemmCandidate> candidates, Func<GemmSchedule, IReadOnlyList<SimtLayerKernel>> write)
    {
        ProductKernels? fastest = null;
        foreach (var candidate in candidates.Take(Tries))
        {
            var written = new ProductKernels(candidate.Schedule, write(candidate.Schedule));
            if (written.Kernels[0].Code.SpillBytes == 0)
            {
                return written;
            }

            fastest ??= written;
        }

        return fastest!;
    }
}
