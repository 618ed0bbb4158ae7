using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A matrix product as a kernel. Launch arguments: <c>a</c>, <c>b</c>, <c>c</c>, then <c>bias</c> and <c>residual</c> where the epilogue has them.
/// </summary>
internal static class GemmKernel
{
    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="problem">What to compute.</param>
    /// <param name="schedule">How.</param>
    /// <param name="target">Chip.</param>
    /// <exception cref="CompileException">The schedule does not fit the problem or the chip.</exception>
    public static SimtLayerKernel Write(string name, GemmProblem problem, GemmSchedule schedule, SimtTarget target)
    {
        var k = new SimtKernelBuilder(name);
        foreach (var parameter in (string[])["a", "b", "c"])
        {
            k.Parameter(parameter);
        }

        var place = new TileCoordinates(k, problem.M, problem.N, schedule, target.WarpWidth, problem.Batch);
        var elementBytes = problem.Input.SizeInBytes();
        var depth = new DepthRange(k, problem.K, schedule.TileK, schedule.SplitK, place.Split);
        var (rowA, rowB) = (RowBytes(true), RowBytes(false));
        var bytesA = schedule.TileM * schedule.TileK * elementBytes;
        var buffer = bytesA + (schedule.TileN * schedule.TileK * elementBytes);
        k.Shared(Math.Max(schedule.Stages * buffer, TileStore.SharedBytes(schedule, 16)));
        var (tileA, tileB) = (new SwizzledTile(0, rowA), new SwizzledTile(bytesA, rowB));
        var copyA = Copy(true, tileA);
        var copyB = Copy(false, tileB);
        var core = new MatrixCore(
            k, schedule, problem.Input,
            new FragmentLoads(k, tileA, problem.IsKMajor(true), true, place.WarpRow, schedule.WarpM, schedule.TileK / 16, buffer),
            new FragmentLoads(k, tileB, problem.IsKMajor(false), false, place.WarpColumn, schedule.WarpN, schedule.TileK / 16, buffer));
        new AsyncPipeline(k, core, [copyA, copyB], schedule.Stages).Emit(depth.Tiles);
        k.Barrier();
        var store = new TileStore(k, problem.Epilogue, problem.C.Leading, problem.WriteBytes, place, schedule, target.WarpWidth);
        store.Emit(
            core,
            Matrix("c", problem.C, problem.Epilogue.Output),
            problem.Epilogue.Residual ? Matrix("residual", problem.C, problem.Epilogue.Output) : default,
            problem.Epilogue.Bias == GemmBias.None ? default : k.Pointer("bias"));
        var grid = new SimtExtent(
            TileCoordinates.Tiles(problem.M, schedule.TileM) * TileCoordinates.Tiles(problem.N, schedule.TileN), schedule.SplitK, problem.Batch);
        return new SimtLayerKernel(k.Finish(target.MaxRegisters), grid, new SimtExtent(schedule.Warps * target.WarpWidth, 1, 1), schedule.ToString());

        int RowBytes(bool a) => (problem.IsKMajor(a) ? schedule.TileK : a ? schedule.TileM : schedule.TileN) * elementBytes;

        Reg Matrix(string parameter, GemmOperand operand, ElementType type) => BatchPointer.Of(k, parameter, operand, problem, type.SizeInBytes(), place.Matrix);

        AsyncTileCopy Copy(bool a, SwizzledTile tile)
        {
            var (operand, kMajor, unitBytes) = (a ? problem.A : problem.B, problem.IsKMajor(a), problem.ReadBytes(a));
            var outer = a ? schedule.TileM : schedule.TileN;
            var first = (a ? place.Rows : place.Columns).Base;
            var map = new TileMap(k, place.Thread, kMajor ? outer : schedule.TileK, tile.RowBytes / unitBytes, schedule.Warps * target.WarpWidth);
            var tiles = new MatrixTiles(kMajor, operand.Leading, elementBytes, unitBytes / elementBytes, schedule.TileK, a ? problem.M : problem.N);
            var start = k.Offset(
                Matrix(a ? "a" : "b", operand, problem.Input),
                kMajor ? k.Mad(first, operand.Leading, depth.Start) : k.Mad(depth.Start, operand.Leading, first), elementBytes);
            return new AsyncTileCopy(k, map, new MatrixAddresses(k, map, tiles, start, depth.First), tile, unitBytes, buffer);
        }
    }
}
