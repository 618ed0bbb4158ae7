using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A matrix product as a kernel. Launch arguments: <c>a</c>, <c>b</c>, <c>c</c>, then <c>bias</c>, <c>residual</c>, <c>row_scale</c> and <c>column_scale</c> where the epilogue has them. Where the
/// schedule splits k the kernel writes its sums to <c>workspace</c> instead, and <see cref="SplitSumKernel"/> does the rest.
/// </summary>
internal static class GemmKernel
{
    /// <summary>Writes the kernel, and the one that adds up where the schedule splits k.</summary>
    /// <param name="name">Name.</param>
    /// <param name="problem">What to compute.</param>
    /// <param name="schedule">How.</param>
    /// <param name="target">Chip.</param>
    /// <returns>Kernels in the order of launch.</returns>
    /// <exception cref="CompileException">The schedule does not fit the problem or the chip.</exception>
    public static IReadOnlyList<SimtLayerKernel> Write(string name, GemmProblem problem, GemmSchedule schedule, SimtTarget target) =>
        Write(name, problem, ProductPlan.Of(problem, target, schedule.WarpGroups), schedule, null);

    /// <summary>Writes a product whose left factor is read in a way of its own.</summary>
    /// <param name="name">Name.</param>
    /// <param name="problem">What to compute.</param>
    /// <param name="plan">Unit and layout.</param>
    /// <param name="schedule">How.</param>
    /// <param name="left">Addresses of A, from the tile and the part along k; null for those of the problem.</param>
    public static IReadOnlyList<SimtLayerKernel> Write(
        string name, GemmProblem problem, ProductPlan plan, GemmSchedule schedule, Func<SimtKernelBuilder, TileCoordinates, DepthRange, ProductLoop.Addresses>? left)
    {
        if (Obstacle(problem, plan, schedule) is { } obstacle)
        {
            throw new CompileException(obstacle, name);
        }

        var product = Product(name, problem, plan, schedule, left);
        return schedule.SplitK == 1 ? [product] : [product, SplitSumKernel.Write(SumName(name), problem, schedule, plan.Target)];
    }

    /// <summary>Name of the kernel that adds up the parts of a product.</summary>
    public static string SumName(string name) => name + "_sum";

    /// <summary>Why a schedule cannot be used; null where it can.</summary>
    public static string? Obstacle(GemmProblem problem, ProductPlan plan, GemmSchedule schedule)
    {
        var tiles = TileCoordinates.Tiles(problem.K, schedule.TileK);
        return problem.Epilogue.Scales && schedule.SplitK > 1 ? $"{schedule}: a product with factors of rows and columns is not split along k"
            : schedule.SplitK > tiles ? $"{schedule}: k has only {tiles} tiles of {schedule.TileK}"
            : schedule.WarpGroups && !problem.IsKMajor(false) && problem.N < schedule.TileN ? $"{schedule}: B lies row by row and has only {problem.N} columns"
            : plan.Obstacle(schedule);
    }

    /// <summary>Bytes of the launch argument <c>workspace</c>; 0 where there is none.</summary>
    public static long WorkspaceBytes(GemmProblem problem, GemmSchedule schedule) =>
        schedule.SplitK == 1 ? 0 : 4L * schedule.SplitK * problem.Batch * problem.M * problem.N;

    private static SimtLayerKernel Product(
        string name, GemmProblem problem, ProductPlan plan, GemmSchedule schedule, Func<SimtKernelBuilder, TileCoordinates, DepthRange, ProductLoop.Addresses>? left)
    {
        var target = plan.Target;
        var k = new SimtKernelBuilder(name);
        var epilogue = problem.Epilogue;
        foreach (var parameter in (string[])["a", "b", schedule.SplitK == 1 ? "c" : "workspace"])
        {
            k.Parameter(parameter);
        }

        var place = new TileCoordinates(k, problem.M, problem.N, schedule, target.WarpWidth, problem.Batch);
        var depth = new DepthRange(k, problem.K, schedule.TileK, schedule.SplitK, place.Split);
        IProductSums core = plan.Unit == ProductUnit.WarpGroups
            ? new WarpGroupLoop(k, plan, schedule, place, depth).Emit(Box(true), Box(false))
            : new ProductLoop(k, plan, schedule, place).Emit(left?.Invoke(k, place, depth) ?? Addresses(true), Addresses(false), depth.Tiles);
        if (schedule.SplitK == 1)
        {
            new TileStore(k, epilogue, problem.C.Leading, problem.WriteBytes, place, schedule, target.WarpWidth).Emit(
                core,
                Matrix("c", problem.C, epilogue.Output),
                epilogue.Residual ? Matrix("residual", problem.C, epilogue.Output) : default,
                epilogue.Bias == GemmBias.None ? default : k.Pointer("bias"));
        }
        else
        {
            var sums = SplitSumKernel.Workspace(problem);
            var part = k.Offset(Matrix("workspace", sums.C, ElementType.Float32), place.Split, checked(4 * problem.Batch * problem.M * problem.N));
            new TileStore(k, sums.Epilogue, problem.N, sums.WriteBytes, place, schedule, target.WarpWidth).Emit(core, part, default, default);
        }

        var grid = new SimtExtent(
            TileCoordinates.Tiles(problem.M, schedule.TileM) * TileCoordinates.Tiles(problem.N, schedule.TileN), schedule.SplitK, problem.Batch);
        return new SimtLayerKernel(k.Finish(plan.MaxRegisters(schedule)), grid, new SimtExtent(schedule.AllWarps * target.WarpWidth, 1, 1), schedule.ToString());

        Reg Matrix(string parameter, GemmOperand operand, ElementType type) => BatchPointer.Of(k, parameter, operand, problem, type.SizeInBytes(), place.Matrix);

        ProductLoop.Addresses Addresses(bool a) => (map, unit, together) => new MatrixAddresses(
            k, map, new MatrixTiles(problem.IsKMajor(a), Operand(a).Leading, problem.Input.SizeInBytes(), unit, schedule.TileK, a ? problem.M : problem.N, together),
            Start(a), depth.First);

        TileBox Box(bool a) => new(
            problem.IsKMajor(a), Operand(a).Leading * problem.Input.SizeInBytes(), Math.Min(a ? problem.M : problem.N, a ? schedule.TileM : schedule.TileN), () => Start(a));

        GemmOperand Operand(bool a) => a ? problem.A : problem.B;

        Reg Start(bool a)
        {
            var (operand, first) = (Operand(a), (a ? place.Rows : place.Columns).Base);
            var start = problem.IsKMajor(a) ? k.Mad(first, operand.Leading, depth.Start) : k.Mad(depth.Start, operand.Leading, first);
            return k.Offset(Matrix(a ? "a" : "b", operand, problem.Input), start, problem.Input.SizeInBytes());
        }
    }
}
