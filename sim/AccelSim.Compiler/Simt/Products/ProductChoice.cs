using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>What is used where no schedule is forced: the first among the schedules thought fastest whose kernel keeps all in registers.</summary>
internal static class ProductChoice
{
    private const int Tries = 64;

    /// <summary>The kernels of a product, under a name for now.</summary>
    public static ProductKernels Of(GemmProblem problem, SimtTarget target) => Best(problem, target, 1)[0].Kernels;

    /// <summary>The kernels of a product that may only be divided in some ways; null where none of them fits.</summary>
    public static ProductKernels? Of(GemmProblem problem, SimtTarget target, IEnumerable<GemmSchedule> allowed)
    {
        var candidates = GemmScheduler.Among(problem, target, allowed);
        return candidates.Count == 0 ? null : Unspilled(candidates, schedule => GemmKernel.Write("product", problem, schedule, target), 1)[0].Kernels;
    }

    /// <summary>The kernels of a convolution, under a name for now.</summary>
    public static ProductKernels Of(ConvProblem problem, SimtTarget target) => Best(problem, target, 1)[0].Kernels;

    /// <summary>The first so many schedules of a product that would be used; one or more, the one that is used first.</summary>
    public static IReadOnlyList<(GemmCandidate Candidate, ProductKernels Kernels)> Best(GemmProblem problem, SimtTarget target, int count) =>
        Unspilled(GemmScheduler.Candidates(problem, target), schedule => GemmKernel.Write("product", problem, schedule, target), count);

    /// <summary>The first so many schedules of a convolution that would be used; one or more, the one that is used first.</summary>
    public static IReadOnlyList<(GemmCandidate Candidate, ProductKernels Kernels)> Best(ConvProblem problem, SimtTarget target, int count) =>
        Unspilled(ConvKernel.Candidates(problem, target), schedule => ConvKernel.Write("convolution", problem, schedule, target), count);

    private static List<(GemmCandidate Candidate, ProductKernels Kernels)> Unspilled(
        IReadOnlyList<GemmCandidate> candidates, Func<GemmSchedule, IReadOnlyList<SimtLayerKernel>> write, int count)
    {
        List<(GemmCandidate Candidate, ProductKernels Kernels)> best = [];
        (GemmCandidate Candidate, ProductKernels Kernels)? fastest = null;
        foreach (var candidate in candidates.Take(Tries))
        {
            var written = (candidate, new ProductKernels(candidate.Schedule, write(candidate.Schedule)));
            fastest ??= written;
            if (written.Item2.Kernels[0].Code.SpillBytes == 0)
            {
                best.Add(written);
                if (best.Count == count)
                {
                    return best;
                }
            }
        }

        // where all spill, what is thought fastest is as good as any
        return best.Count > 0 ? best : [fastest!.Value];
    }
}
