using AccelSim.Compiler.Mlu.Kernels;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// Chooses a schedule: enumerates divisions and tile sizes, drops those that do not fit, and keeps the one with the least estimated time.
/// The estimate is a pipeline in closed form: per task, fill + tiles x max(compute, copies) + drain, never below the chip's DRAM time.
/// </summary>
public static class ConvScheduler
{
    private const double StepOverhead = 200;
    private const double DramEfficiency = 0.75;

    /// <summary>The best schedule.</summary>
    /// <exception cref="CompileException">No division fits the chip's memories.</exception>
    public static ConvSchedule Choose(ConvProblem problem, MluTarget target) => Find(problem, target) ?? throw new CompileException(
        $"no tile of a {problem.Kh}x{problem.Kw} convolution of {problem.Ci} to {problem.Co} channels over {problem.H}x{problem.W} fits {target.Nram} bytes of NRAM and {target.Wram} of WRAM", null);

    /// <summary>The best schedule, or null when no division fits the chip's memories.</summary>
    public static ConvSchedule? Find(ConvProblem problem, MluTarget target)
    {
        ConvSchedule? best = null;
        var bestCycles = double.MaxValue;
        foreach (var schedule in Candidates(problem, target))
        {
            var tiling = new ConvTiling(problem, schedule, target);
            if (!tiling.Fits(target))
            {
                continue;
            }

            var cycles = Estimate(tiling, target);
            if (cycles < bestCycles)
            {
                (best, bestCycles) = (schedule, cycles);
            }
        }

        return best;
    }

    /// <summary>Estimated core cycles from first to last instruction.</summary>
    public static double Estimate(ConvTiling tiling, MluTarget target)
    {
        var p = tiling.Problem;
        var s = tiling.Schedule;
        var rowTiles = TileMath.CeilDiv(tiling.RowTiles, s.RowTasks);
        var coTiles = TileMath.CeilDiv(tiling.CoTiles, s.CoTasks);
        var steps = rowTiles * coTiles * tiling.Slices;
        long rows = Math.Min(s.Rows, p.Ho), co = Math.Min(s.Co, p.Co);

        var tensor = target.ConvCycles(co, tiling.SliceCi, tiling.SliceKh * p.Kw, rows * p.Wo);
        var passes = (p.HasBias ? 1 : 0) + ActivationCode.Passes(p.Activation, 4);
        var vector = passes * target.VectorCycles(tiling.OutBytes) / tiling.Slices;

        var weightBytes = (double)tiling.WeightBytes;
        var reload = tiling.Slices > 1 ? 1.0 : 1.0 / rowTiles;
        var keepInput = rowTiles == 1 && tiling.Slices == 1 ? 1.0 / coTiles : tiling.SlicesChannels ? 1.0 : 1.0 / tiling.Slices;
        var inBytes = tiling.InBytes * keepInput;
        var outBytes = tiling.OutBytes * (p.HasResidual ? 2.0 : 1.0) / tiling.Slices;
        var ownWeights = s.Share ? 0 : weightBytes * reload;
        var copies = ((inBytes + outBytes + ownWeights) / target.CopyBytesPerCycle) + (target.CopyStart * (2 + (p.HasResidual ? 1 : 0)));
        // strided stores and padded loads pay per segment
        var segments = (co < p.Co ? rows * p.Wo : 0) + (p.Left + p.Right > 0 ? tiling.InRows : 0);
        copies += segments * 16;

        double tasks = Math.Min(s.RowTasks, tiling.RowTiles) * Math.Min(s.CoTasks, tiling.CoTiles);
        var step = Math.Max(tensor + vector, copies) + StepOverhead;
        var fill = (Math.Max(weightBytes / (s.Share ? 2.0 * target.CopyBytesPerCycle : target.CopyBytesPerCycle), 0) + (tiling.InBytes / (double)target.CopyBytesPerCycle)) + (2 * target.CopyStart);
        var pipeline = fill + (steps * step) + (tiling.OutBytes / (double)target.CopyBytesPerCycle);

        var sharers = s.Share ? target.CoresPerCluster : 1;
        var dramBytes = (tasks * steps * (inBytes + outBytes)) + (tasks * coTiles * (tiling.Slices > 1 ? rowTiles * tiling.Slices : 1) * weightBytes / sharers);
        var dram = dramBytes / (target.DramBytesPerCycle * DramEfficiency);
        return Math.Max(pipeline, dram) + (0.1 * Math.Min(pipeline, dram));
    }

    private static IEnumerable<ConvSchedule> Candidates(ConvProblem p, MluTarget target)
    {
        var reductions = p.Kh * p.Kw == 1 ? new[] { 1, 2, 3, 4, 6, 8, 12, 16 } : [.. Enumerable.Range(1, (int)Math.Min(p.Kh, 16))];
        foreach (var (rowTasks, coTasks) in Divisions(target))
        {
            foreach (var co in CoTileSizes(p, coTasks))
            {
                foreach (var slices in reductions)
                {
                    var found = false;
                    foreach (var rows in RowTileSizes(p, rowTasks))
                    {
                        foreach (var share in new[] { false, true })
                        {
                            if (share && (!target.CanShareWeights || rowTasks % target.CoresPerCluster != 0))
                            {
                                continue;
                            }

                            var schedule = new ConvSchedule(rowTasks, coTasks, rows, co, slices, share);
                            found |= new ConvTiling(p, schedule, target).Fits(target);
                            yield return schedule;
                        }
                    }

                    if (found)
                    {
                        break;
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Rows, int Co)> Divisions(MluTarget target)
    {
        for (var co = 1; co <= target.Cores; co *= 2)
        {
            if (target.Cores % co == 0)
            {
                yield return (target.Cores / co, co);
            }
        }

        if (!int.IsPow2(target.Cores))
        {
            yield return (1, target.Cores);
        }
    }

    private static IEnumerable<int> CoTileSizes(ConvProblem p, int coTasks)
    {
        var even = TileMath.CeilDiv(p.Co, coTasks);
        var sizes = new SortedSet<int>();
        foreach (var size in new[] { 16L, 32, 64, 128, 192, 256, 384, 512, 768, 1024, 2048, (even + 63) / 64 * 64, even })
        {
            sizes.Add((int)Math.Clamp(size, 1, p.Co));
        }

        return sizes.Where(size => size >= Math.Min(p.Co, 16));
    }

    private static IEnumerable<int> RowTileSizes(ConvProblem p, int rowTasks)
    {
        var share = TileMath.CeilDiv(p.N * p.Ho, rowTasks);
        var sizes = new SortedSet<int>();
        for (var parts = 1; parts <= 64; parts = parts < 4 ? parts + 1 : parts * 3 / 2)
        {
            sizes.Add((int)Math.Clamp(TileMath.CeilDiv(Math.Min(share, p.Ho), parts), 1, p.Ho));
        }

        sizes.Add(1);
        return sizes.Reverse();
    }
}
