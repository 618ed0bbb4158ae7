using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Tries schedules of a product by having them timed, on buffers of their own. The first that it tries is the one that <see cref="ProductChoice"/>
/// takes, and a later one must be faster to replace it.
/// </summary>
internal static class ProductTuner
{
    private const int Looks = 64;

    /// <summary>The fastest kernels of a product among those tried.</summary>
    public static ProductKernels Of(GemmProblem problem, SimtTarget target, string layer, ProductTuning tuning) => Fastest(
        GemmScheduler.Candidates(problem, target), schedule => GemmKernel.Write("product", problem, schedule, target),
        kernels => Program(problem, Extent(problem.A, problem.M, problem.K, problem), kernels), layer, Words(problem), tuning);

    /// <summary>The fastest kernels of a convolution among those tried.</summary>
    public static ProductKernels Of(ConvProblem problem, SimtTarget target, string layer, ProductTuning tuning) => Fastest(
        ConvKernel.Candidates(problem, target), schedule => ConvKernel.Write("convolution", problem, schedule, target),
        kernels => Program(problem.Product, (long)problem.Images * problem.Height * problem.Width * problem.InputChannels, kernels), layer,
        $"{Words(problem.Product)}, window {problem.Kernel.Height}x{problem.Kernel.Width}", tuning);

    private static ProductKernels Fastest(
        IReadOnlyList<GemmCandidate> candidates, Func<GemmSchedule, IReadOnlyList<SimtLayerKernel>> write, Func<ProductKernels, OperatorProgram> program,
        string layer, string problem, ProductTuning tuning)
    {
        var written = candidates.Take(Looks).Select(candidate => (Candidate: candidate, Kernels: new ProductKernels(candidate.Schedule, write(candidate.Schedule))));
        var tried = written.Where(entry => entry.Kernels.Kernels[0].Code.SpillBytes == 0).Take(tuning.Candidates).ToList();
        if (tried.Count == 0)
        {
            // All spill: what is thought fastest is as good as any.
            tried = [.. written.Take(1)];
        }

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

    private static OperatorProgram Program(GemmProblem problem, long left, ProductKernels kernels)
    {
        var (input, output) = (problem.Input.SizeInBytes(), problem.Epilogue.Output.SizeInBytes());
        var result = Extent(problem.C, problem.M, problem.N, problem) * output;
        return new OperatorBuffers()
            .With("a", left * input).With("b", Extent(problem.B, problem.K, problem.N, problem) * input).With("c", result).With("residual", result)
            .With("bias", Math.Max(problem.M, problem.N) * (long)problem.Epilogue.BiasType.SizeInBytes())
            .With("workspace", GemmKernel.WorkspaceBytes(problem, kernels.Schedule))
            .Program(kernels.Kernels);
    }

    /// <summary>Elements from the first to behind the last of an operand.</summary>
    private static long Extent(GemmOperand operand, long rows, long columns, GemmProblem problem) =>
        ((problem.Outer - 1) * operand.OuterStride) + ((problem.Inner - 1) * operand.InnerStride)
        + (((operand.Transposed ? columns : rows) - 1) * operand.Leading) + (operand.Transposed ? rows : columns);

    private static string Words(GemmProblem problem) =>
        FormattableString.Invariant($"{(problem.Batch > 1 ? problem.Batch + " of " : "")}{problem.M}x{problem.N}x{problem.K}");
}
