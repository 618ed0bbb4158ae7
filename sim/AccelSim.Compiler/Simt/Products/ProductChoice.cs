using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>The schedule that is used where none is forced: the first among those thought fastest whose kernel keeps all in registers.</summary>
internal static class ProductChoice
{
    private const int Tries = 64;

    /// <summary>The schedule of a product.</summary>
    public static GemmSchedule Of(GemmProblem problem, SimtTarget target) =>
        Unspilled(GemmScheduler.Candidates(problem, target), schedule => GemmKernel.Write("tried", problem, schedule, target));

    /// <summary>The schedule of a convolution.</summary>
    public static GemmSchedule Of(ConvProblem problem, SimtTarget target) =>
        Unspilled(ConvKernel.Candidates(problem, target), schedule => ConvKernel.Write("tried", problem, schedule, target));

    private static GemmSchedule Unspilled(IReadOnlyList<GemmCandidate> candidates, Func<GemmSchedule, IReadOnlyList<SimtLayerKernel>> write)
    {
        foreach (var candidate in candidates.Take(Tries))
        {
            if (write(candidate.Schedule)[0].Code.SpillBytes == 0)
            {
                return candidate.Schedule;
            }
        }

        return candidates[0].Schedule;
    }
}
