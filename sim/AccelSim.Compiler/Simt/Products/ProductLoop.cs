using AccelSim.Compiler.Simt.Emit;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Writes the main loop of a product: copies of tiles, their layout in shared memory, and what multiplies them.</summary>
internal sealed class ProductLoop(SimtKernelBuilder k, ProductPlan plan, GemmSchedule schedule, TileCoordinates place)
{
    /// <summary>Addresses of an operand's tiles.</summary>
    /// <param name="map">Who reads what.</param>
    /// <param name="unitElements">Elements read at once.</param>
    /// <param name="together">Stored rows that a thread reads together.</param>
    public delegate ITileAddresses Addresses(TileMap map, int unitElements, int together);

    /// <summary>Writes the loop and returns what holds the sums; shared memory is free after it.</summary>
    /// <param name="a">Addresses of A.</param>
    /// <param name="b">Addresses of B.</param>
    /// <param name="tiles">Tiles along k.</param>
    public IProductCore Emit(Addresses a, Addresses b, Val tiles)
    {
        k.Shared(plan.SharedBytes(schedule));
        IProductCore core = plan.Unit switch
        {
            ProductUnit.Matrices => Matrices(a, b, tiles),
            ProductUnit.Quads => Quads(a, b, tiles),
            _ => Lanes(a, b, tiles),
        };
        k.Barrier();
        return core;
    }

    private MatrixCore Matrices(Addresses a, Addresses b, Val tiles)
    {
        var (start, buffer) = plan.BufferBytes(schedule);
        var tileA = new SwizzledTile(0, 2 * (plan.A.KMajor ? schedule.TileK : schedule.TileM));
        var tileB = new SwizzledTile(start, 2 * (plan.B.KMajor ? schedule.TileK : schedule.TileN));
        var (mapA, unitA) = Map(plan.A, schedule.TileM, 1);
        var (mapB, unitB) = Map(plan.B, schedule.TileN, 1);
        var (fromA, fromB) = (a(mapA, unitA, 1), b(mapB, unitB, 1));
        MatrixCore Core() => new(
            k, schedule, plan,
            new FragmentLoads(k, tileA, plan.A.KMajor, true, place.WarpRow, schedule.WarpM, schedule.TileK / 16, buffer),
            new FragmentLoads(k, tileB, plan.B.KMajor, false, place.WarpColumn, schedule.WarpN, schedule.TileK / 16, buffer));
        MatrixCore core;
        if (plan.Asynchronous)
        {
            AsyncTileCopy[] copies = [new(k, mapA, fromA, tileA, plan.A.ReadBytes, buffer), new(k, mapB, fromB, tileB, plan.B.ReadBytes, buffer)];
            core = Core();
            new AsyncPipeline(k, core, copies, schedule.Stages).Emit(tiles);
        }
        else
        {
            StagedTileCopy[] staged = [Copy(plan.A, mapA, fromA, tileA), Copy(plan.B, mapB, fromB, tileB)];
            core = Core();
            new StagedPipeline(k, core, staged).Emit(tiles);
        }

        if (plan.Int8Pairs)
        {
            core.Float();
        }

        return core;

        StagedTileCopy Copy(ProductInput input, TileMap map, ITileAddresses from, SwizzledTile tile) =>
            new(k, map, from, new SwizzledStore(k, new SwizzledPlaces(k, map, tile, input.ReadBytes), input.ReadBytes), input.ReadBytes, buffer);
    }

    private QuadCore Quads(Addresses a, Addresses b, Val tiles)
    {
        var (start, buffer) = plan.BufferBytes(schedule);
        var (tileA, tileB) = (plan.Quads(0, schedule.TileM), plan.Quads(start, schedule.TileN));
        StagedTileCopy Copy(ProductInput input, QuadTile tile, Addresses addresses)
        {
            var together = QuadStore.TogetherFor(input.KMajor, input.ReadBytes / 2);
            var (map, unit) = Map(input, tile.Extent, together);
            return new(k, map, addresses(map, unit, together), new QuadStore(k, map, tile, input.KMajor, unit), input.ReadBytes, buffer);
        }

        StagedTileCopy[] copies = [Copy(plan.A, tileA, a), Copy(plan.B, tileB, b)];
        var core = new QuadCore(k, schedule, plan.Shape!, plan.Type, tileA, tileB, place, buffer);
        new StagedPipeline(k, core, copies).Emit(tiles);
        return core;
    }

    private LaneCore Lanes(Addresses a, Addresses b, Val tiles)
    {
        var (start, buffer) = plan.BufferBytes(schedule);
        var (tileA, tileB) = (new LaneTile(0, schedule.TileM), new LaneTile(start, schedule.TileN));
        StagedTileCopy Copy(ProductInput input, LaneTile tile, Addresses addresses)
        {
            var (map, unit) = Map(input, tile.Extent, 1);
            return new(k, map, addresses(map, unit, 1), new LaneStore(k, map, tile, plan.Type, input.KMajor, unit), input.ReadBytes, buffer);
        }

        StagedTileCopy[] copies = [Copy(plan.A, tileA, a), Copy(plan.B, tileB, b)];
        var core = new LaneCore(k, schedule, tileA, tileB, place, plan.Target.WarpWidth, buffer);
        new StagedPipeline(k, core, copies).Emit(tiles);
        return core;
    }

    private (TileMap Map, int UnitElements) Map(ProductInput input, int extent, int together)
    {
        var unit = input.ReadBytes / plan.Type.SizeInBytes();
        var (rows, along) = input.KMajor ? (extent, schedule.TileK) : (schedule.TileK / together, extent);
        return (new TileMap(k, place.Thread, rows, along / unit, schedule.Warps * plan.Target.WarpWidth), unit);
    }
}
