using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>Chooses and writes the kernels of fused attention.</summary>
internal static class AttentionKernels
{
    private const int LargestHead = 128;

    /// <summary>The kernels; null where there is no fused form and attention is computed product by product.</summary>
    /// <param name="name">Begins the kernels' names.</param>
    /// <param name="target">Chip.</param>
    /// <param name="problem">Attention.</param>
    public static AttentionPlan? Write(string name, SimtTarget target, AttentionProblem problem)
    {
        if (!IsFused(target, problem))
        {
            return null;
        }

        if (IsDecode(target, problem))
        {
            var schedule = DecodeSchedule.Of(target, problem);
            var kernel = DecodeKernel.Write(name, target, problem, schedule);
            return schedule.Splits == 1 ? new AttentionPlan([kernel], 0)
                : new AttentionPlan([kernel, CombineKernel.Write(name + "_combine", target, problem, schedule.Splits)], new PartialSums(problem, schedule.Splits).Bytes);
        }

        return new AttentionPlan([PrefillKernel.Write(name, target, problem, PrefillSchedule.Of(target, problem))], 0);
    }

    /// <summary>Rows in pairs of 4 bytes, as the kernel of few queries reads and writes them.</summary>
    private static bool IsDecode(SimtTarget target, AttentionProblem problem) =>
        problem.Queries * problem.Group <= DecodeSchedule.MostRows && problem.Queries < DecodeSchedule.Rows
        && problem.O.Alignment(problem.HeadSize, 2) >= 4 && DecodeSchedule.SharedBytes(problem) <= target.MaxSharedBytes;

    private static bool IsFused(SimtTarget target, AttentionProblem problem) =>
        target.WarpWidth == 32 && target.Has(SimtCapabilities.MmaM16n8k16) && target.Has(SimtCapabilities.Ldmatrix) && target.Has(SimtCapabilities.AsyncCopy)
        && (problem.Type == ElementType.Float16 || (problem.Type == ElementType.BFloat16 && target.Has(SimtCapabilities.Bf16)))
        && problem.HeadSize <= LargestHead && problem.CopyBytes >= 4
        && new PrefillSchedule(1).SharedBytes(problem) <= target.MaxSharedBytes;
}
