namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>Chooses a schedule: of the candidates that fit, the one with the least estimated time; the first of equals.</summary>
public static class ConvScheduler
{
    /// <summary>The best schedule.</summary>
    /// <exception cref="CompileException">No division fits the chip's memories.</exception>
    public static ConvSchedule Choose(ConvProblem problem, MluTarget target) => Find(problem, target) ?? throw new CompileException(
        $"no tile of a {problem.Kh}x{problem.Kw} convolution of {problem.Ci} to {problem.Co} channels over {problem.H}x{problem.W} fits {target.Nram} bytes of NRAM and {target.Wram} of WRAM", null);

    /// <summary>The best schedule, or null when no division fits the chip's memories.</summary>
    public static ConvSchedule? Find(ConvProblem problem, MluTarget target)
    {
        ConvSchedule? best = null;
        var least = double.MaxValue;
        foreach (var tiling in ConvCandidates.Of(problem, target))
        {
            var cycles = Estimate(tiling, target);
            if (cycles < least)
            {
                (best, least) = (tiling.Schedule, cycles);
            }
        }

        return best;
    }

    /// <summary>Estimated core cycles from first to last instruction.</summary>
    public static double Estimate(ConvTiling tiling, MluTarget target) => ConvCost.Estimate(tiling, target);
}
