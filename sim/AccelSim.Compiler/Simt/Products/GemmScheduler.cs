using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Chooses how a product is divided: all combinations of a few tiles, warps, stages and splits that fit, ordered by <see cref="GemmCost"/>.</summary>
internal static class GemmScheduler
{
    // the lanes of a warp of 64 have no smaller part in whole groups
    private const int Smallest = 32;

    private static readonly int[] Sides = [16, 32, 64, 128, 256];

    /// <summary>The schedule that is thought to be fastest.</summary>
    /// <exception cref="CompileException">None fits the chip.</exception>
    public static GemmSchedule Find(GemmProblem problem, SimtTarget target) => Candidates(problem, target)[0].Schedule;

    /// <summary>All schedules that fit, the fastest first; never empty.</summary>
    /// <exception cref="CompileException">None fits the chip.</exception>
    public static IReadOnlyList<GemmCandidate> Candidates(GemmProblem problem, SimtTarget target)
    {
        ProductPlan[] plans = [ProductPlan.Of(problem, target), .. WarpGroupRules.Missing(problem, target) is null ? (ProductPlan[])[ProductPlan.Of(problem, target, groups: true)] : []];
        return Candidates(problem, plans, Bytes(problem));
    }

    /// <summary>Those of some schedules that fit, the fastest first; may be empty.</summary>
    public static IReadOnlyList<GemmCandidate> Among(GemmProblem problem, SimtTarget target, IEnumerable<GemmSchedule> schedules) =>
        [.. Fitting(problem, ProductPlan.Of(problem, target), Bytes(problem), schedules).OrderBy(candidate => candidate.Cycles)];

    private static ProductBytes Bytes(GemmProblem problem)
    {
        var result = (double)problem.Batch * problem.M * problem.N * problem.Epilogue.Output.SizeInBytes() * (problem.Epilogue.Residual ? 2 : 1);
        return new ProductBytes(Matrices(problem.A, problem.M), Matrices(problem.B, problem.N), result);

        double Matrices(GemmOperand operand, int side) => (double)side * problem.K * problem.Input.SizeInBytes()
            * (operand.OuterStride == 0 ? 1 : problem.Outer) * (operand.InnerStride == 0 ? 1 : problem.Inner);
    }

    /// <summary>All schedules that fit, the fastest first; never empty.</summary>
    /// <param name="problem">Product.</param>
    /// <param name="plans">Unit and layout, one or more.</param>
    /// <param name="bytes">Bytes that must come from or go to device memory.</param>
    /// <exception cref="CompileException">None fits the chip.</exception>
    public static IReadOnlyList<GemmCandidate> Candidates(GemmProblem problem, IReadOnlyList<ProductPlan> plans, ProductBytes bytes)
    {
        var found = plans.SelectMany(plan => Fitting(problem, plan, bytes, Enumerate(plan, problem.M, problem.N, problem.K, problem.Batch)))
            .OrderBy(candidate => candidate.Cycles)
            .ToList();
        return found.Count > 0 ? found : throw new CompileException($"no tile of a product of {problem.M}x{problem.N}x{problem.K} fits {plans[0].Target.Program.Chip}", null);
    }

    private static IEnumerable<GemmCandidate> Fitting(GemmProblem problem, ProductPlan plan, ProductBytes bytes, IEnumerable<GemmSchedule> schedules) => schedules
        .Where(schedule => GemmKernel.Obstacle(problem, plan, schedule) is null)
        .Select(schedule => new GemmCandidate(
            schedule, GemmCost.Cycles(plan, problem.M, problem.N, problem.K, problem.Batch, bytes, problem.Epilogue.Output.SizeInBytes(), schedule)))
        .Where(candidate => double.IsFinite(candidate.Cycles));

    /// <summary>Combinations worth a look, whether they fit or not.</summary>
    public static IEnumerable<GemmSchedule> Enumerate(ProductPlan plan, long m, long n, long depth, long batch)
    {
        if (plan.Unit == ProductUnit.WarpGroups)
        {
            return Groups(plan, m, n, depth, batch);
        }

        var lanes = plan.Unit == ProductUnit.Lanes;
        int[] depths = lanes ? [8, 16] : plan.Step.Depth > 16 ? [2 * plan.Step.Depth] : [32, 64];
        int[] stages = plan.Asynchronous ? [3, 4, 5] : [StagedPipeline.Buffers];
        return from tileM in Sides
               where tileM <= Smallest || tileM < 2 * m
               from tileN in Sides
               where tileN <= Smallest || tileN < 2 * n
               from tileK in depths
               from warpM in Sides
               where warpM <= tileM && tileM / warpM <= 4
               from warpN in Sides
               where warpN <= tileN && tileN / warpN <= 4
               let warps = tileM / warpM * (tileN / warpN)
               where warps <= 8 && (warps >= 4 || tileM * tileN <= 64 * 64)
               from stage in stages
               let draft = new GemmSchedule(tileM, tileN, tileK, warpM, warpN, stage)
               where plan.Registers(draft) <= plan.Target.MaxRegisters
               from split in Splits(draft, m, n, depth, batch, plan.Target.Sms)
               select draft with { SplitK = split, Swizzle = Swizzle(tileM, m) };
    }

    private static IEnumerable<GemmSchedule> Groups(ProductPlan plan, long m, long n, long depth, long batch) =>
        from tileM in Sides
        where tileM >= WarpGroupSums.GroupRows && (tileM == WarpGroupSums.GroupRows || tileM < 2 * m)
        from tileN in Sides
        where tileN <= Smallest || tileN < 2 * n
        from groupM in Sides
        where groupM >= WarpGroupSums.GroupRows && groupM <= tileM && tileM / groupM <= 2
        from stage in (int[])[3, 4, 5, 6, 8]
        let draft = new GemmSchedule(tileM, tileN, WarpGroupRules.TileK, groupM, tileN, stage, WarpGroups: true)
        from split in Splits(draft, m, n, depth, batch, plan.Target.Sms)
        select draft with { SplitK = split, Swizzle = Swizzle(tileM, m) };

    private static int Swizzle(int tileM, long m) => tileM * 8 <= m ? 8 : tileM * 4 <= m ? 4 : 1;

    /// <summary>Parts along k where there are fewer tiles than SMs; large tiles of warp groups need those between powers of two to fill the chip.</summary>
    private static IEnumerable<int> Splits(GemmSchedule schedule, long m, long n, long depth, long batch, int sms)
    {
        yield return 1;
        var tiles = (m + schedule.TileM - 1) / schedule.TileM * ((n + schedule.TileN - 1) / schedule.TileN) * batch;
        var steps = (depth + schedule.TileK - 1) / schedule.TileK;
        for (var split = 2; split <= 32 && tiles * split <= 2 * sms && steps / split >= 4; split = schedule.WarpGroups && split < 8 ? split + 1 : 2 * split)
        {
            yield return split;
        }
    }
}
