using AccelSim.Compiler.Simt.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Tries schedules of a product by having them timed, on buffers of their own. The first that it tries is the one that <see cref="ProductChoice"/>
/// takes, and a later one must be faster to replace it.
/// </summary>
internal static class ProductTuner
{
    /// <summary>The fastest kernels of a product among those tried.</summary>
    public static ProductKernels Of(GemmProblem problem, SimtTarget target, string layer, ProductTuning tuning) => Fastest(
        ProductChoice.Best(problem, target, tuning.Candidates), kernels => Program(problem, ProductProgram.Extent(problem.A, problem.M, problem.K, problem), kernels), layer,
        Words(problem), tuning);

    /// <summary>The fastest kernels of a convolution among those tried.</summary>
    public static ProductKernels Of(ConvProblem problem, SimtTarget target, string layer, ProductTuning tuning) => Fastest(
        ProductChoice.Best(problem, target, tuning.Candidates), kernels => Program(problem.Product, (long)problem.Images * problem.Height * problem.Width * problem.InputChannels, kernels), layer,
        $"{Words(problem.Product)}, window {problem.Kernel.Height}x{problem.Kernel.Width}", tuning);

    private static ProductKernels Fastest(
        IReadOnlyList<(GemmCandidate Candidate, ProductKernels Kernels)> tried, Func<ProductKernels, OperatorProgram> program, string layer, string problem, ProductTuning tuning)
    {
        var cycles = new long[tried.Count];
        var chosen = 0;
        for (var i = 0; i < tried.Count; i++)
        {
            tuning.Trying?.Invoke(layer, i, tried.Count);
            cycles[i] = tuning.Cycles(program(tried[i].Kernels));
            chosen = cycles[i] < cycles[chosen] ? i : chosen;
        }

        tuning.Tried?.Invoke(new TunedProduct(
            layer, problem, [.. tried.Select((entry, i) => new ProductTrial(entry.Candidate.Schedule.ToString(), entry.Candidate.Cycles, cycles[i]))], chosen));
        return tried[chosen].Kernels;
    }

    private static OperatorProgram Program(GemmProblem problem, long left, ProductKernels kernels) => ProductProgram.Of(
        problem, left, kernels, Math.Max(problem.M, problem.N) * (long)problem.Epilogue.BiasType.SizeInBytes(), addsResidual: true);

    private static string Words(GemmProblem problem) =>
        FormattableString.Invariant($"{(problem.Batch > 1 ? problem.Batch + " of " : "")}{problem.M}x{problem.N}x{problem.K}");
}
