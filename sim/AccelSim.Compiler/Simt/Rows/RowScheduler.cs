using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>
/// Chooses how many threads share a row and how many rows a block. The model: an SM runs as many blocks at once as fit; together they take the largest of
/// what one of them takes alone (memory latency, exchanges, issue), the SM's share of memory traffic, and its issue slots; blocks beyond those follow.
/// </summary>
internal static class RowScheduler
{
    /// <summary>Most elements of a row that a thread keeps.</summary>
    private const int MostKept = 32;

    /// <summary>Elements of a thread in a turn of the loop over a row that does not stay.</summary>
    private const int Turn = 16;

    /// <summary>Registers beside a row's elements, and instructions beside those for each element.</summary>
    private const int Overhead = 26;
    private const int Instructions = 60;

    /// <summary>Cycles of an exchange with another lane and the combination; of writing, meeting and reading in shared memory.</summary>
    private const int ExchangeCycles = 30;
    private const int MeetingCycles = 100;

    /// <summary>The schedule of least cost.</summary>
    public static RowSchedule Choose(RowProblem problem, SimtTarget target) => Candidates(problem, target).MinBy(candidate => Cost(candidate, problem, target))!;

    /// <summary>Elements of the widest access that rows allow.</summary>
    public static int Vector(RowProblem problem, SimtTarget target) =>
        ElementCode.PerAccess(target.Type, problem.Columns | problem.InputPitch | problem.OutputPitch);

    private static IEnumerable<RowSchedule> Candidates(RowProblem problem, SimtTarget target)
    {
        var (vector, warp) = (Vector(problem, target), target.WarpWidth);
        var vectors = (problem.Columns + vector - 1) / vector;
        var most = Math.Min(target.MaxThreads, warp * warp);
        for (var threads = 1; threads <= most; threads = threads < warp ? 2 * threads : threads + warp)
        {
            // no more threads than their number of accesses asks for
            var chunks = (vectors + threads - 1) / threads;
            var fewer = threads <= warp ? threads / 2 : threads - warp;
            if (chunks * vector <= MostKept && (fewer == 0 || fewer * chunks < vectors))
            {
                foreach (var block in threads > warp ? [threads] : (int[])[warp, 4 * warp, 8 * warp])
                {
                    if (block <= target.MaxThreads)
                    {
                        yield return new RowSchedule(vector, threads, block / threads, chunks, true);
                    }
                }
            }
        }

        if (vectors > (MostKept / vector) * most)
        {
            for (var threads = warp; threads <= most; threads *= 2)
            {
                yield return new RowSchedule(vector, threads, 1, Math.Max(1, Turn / vector), false);
            }
        }
    }

    private static double Cost(RowSchedule schedule, RowProblem problem, SimtTarget target)
    {
        var kept = schedule.Chunks * schedule.Vector;
        var registers = Overhead + (kept * (problem.Gamma == RowFactors.PerColumn ? 2 : 1)) + (problem.HasResidual ? kept / 2 : 0);
        var together = target.Occupancy(schedule.BlockThreads, Math.Min(registers, target.MaxRegisters), 0);
        if (together == 0)
        {
            return double.PositiveInfinity;
        }

        var blocks = Math.Ceiling((double)problem.Rows / schedule.RowsPerBlock);
        var turns = schedule.Resident ? 1 : Math.Ceiling((double)problem.Columns / (schedule.Step * schedule.Chunks));
        var resident = Math.Min(together, Math.Ceiling(blocks / target.Sms));
        var warps = resident * ((schedule.BlockThreads + target.WarpWidth - 1) / target.WarpWidth);
        var lanes = Math.Min(schedule.Threads, target.WarpWidth);
        var exchanges = 2 * ((Math.Log2(lanes) * ExchangeCycles)
            + (schedule.Threads > target.WarpWidth ? MeetingCycles + (Math.Log2(schedule.Threads / (double)target.WarpWidth) * ExchangeCycles) : 0));
        var perElement = 6 + (2 * problem.Streams);
        var issue = (Instructions + (kept * turns * perElement) + (exchanges / ExchangeCycles * 2)) / target.Sm.SubCores * warps;
        var bytes = (double)problem.Columns * target.ElementBytes * problem.Streams * schedule.RowsPerBlock * resident;
        var alone = (target.DramLatency * 1.5 * turns) + exchanges + Instructions;
        var round = Math.Max(Math.Max(alone, issue), bytes / (target.DramBytesPerCycle / target.Sms));
        return round * Math.Max(1, blocks / (target.Sms * resident));
    }
}
