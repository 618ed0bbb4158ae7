using AccelSim.Compiler.Mlu.Kernels;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>Chooses the tile of a chain, and says whether the chain is worth it.</summary>
public static class ChainScheduler
{
    private const double StepOverhead = 300;
    private const double DramEfficiency = 0.75;

    /// <summary>The best schedule and its estimated cycles, or null when no tile fits.</summary>
    public static (ChainSchedule Schedule, double Cycles)? Choose(ChainProblem problem, MluTarget target)
    {
        (ChainSchedule, double)? best = null;
        var last = problem.Stages[^1];
        for (var rows = 1; rows <= Math.Min(last.Ho, 32); rows++)
        {
            foreach (var share in new[] { true, false })
            {
                if (share && !target.CanShareWeights)
                {
                    continue;
                }

                var schedule = new ChainSchedule(rows, share);
                var tiling = new ChainTiling(problem, schedule, target);
                if (!tiling.Fits(target))
                {
                    continue;
                }

                var cycles = Estimate(tiling, target);
                if (best is not var (_, least) || cycles < least)
                {
                    best = (schedule, cycles);
                }
            }
        }

        return best;
    }

    /// <summary>Estimated core cycles from first to last instruction.</summary>
    public static double Estimate(ChainTiling tiling, MluTarget target)
    {
        var stages = tiling.Problem.Stages;
        var e = target.ElementBytes;
        double compute = 0;
        for (var s = 0; s < stages.Length; s++)
        {
            var stage = stages[s];
            var rows = tiling.OutRows[s];
            var bytes = rows * tiling.Pitches[s + 1] * stage.Co * e;
            compute += stage.IsDepthwise
                ? (stage.Kh * stage.Kw * target.VectorCycles(bytes)) + (ChainTiling.HasPhases(stage) ? stage.Sy * stage.Sx * target.VectorCycles(tiling.PhaseBytes[s]) : 0)
                : target.ConvCycles(stage.Co, stage.Ci, stage.Kh * stage.Kw, rows * tiling.Pitches[s + 1]);
            compute += ((stage.HasBias ? 1 : 0) + ActivationCode.Passes(stage.Activation, 4)) * target.VectorCycles(bytes);
            compute += tiling.Padded[s] >= 0 ? 2 * target.VectorCycles(tiling.OutRows[s - 1] * stage.W * stage.Ci * e) : 0;
        }

        compute += tiling.WidensResidual ? 2 * target.VectorCycles(tiling.OutputBytes) : 0;
        var residual = stages[^1].HasResidual && !tiling.Problem.ResidualIsInput ? tiling.OutputBytes : 0;
        var bytesPerTile = tiling.InputBytes + tiling.OutputBytes + residual;
        var copies = (bytesPerTile / (double)target.CopyBytesPerCycle) + target.CopyStart + (2 * target.Copy.Chain);
        var steps = (tiling.Tiles + tiling.Tasks - 1) / tiling.Tasks;
        var fill = ((tiling.WramBytes * (tiling.Schedule.Share ? 1.5 : 1.0)) + tiling.InputBytes + tiling.OutputBytes) / target.CopyBytesPerCycle;
        var pipeline = fill + (steps * (Math.Max(compute, copies) + StepOverhead));
        var loads = tiling.Schedule.Share ? tiling.Tasks / target.CoresPerCluster : tiling.Tasks;
        var dram = ((tiling.Tiles * bytesPerTile) + (loads * (double)tiling.WramBytes)) / (target.DramBytesPerCycle * DramEfficiency);
        return Math.Max(pipeline, dram) + (0.1 * Math.Min(pipeline, dram));
    }
}
