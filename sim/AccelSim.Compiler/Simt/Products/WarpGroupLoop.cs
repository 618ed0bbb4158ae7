using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// The main loop of a product on warp groups, warp-specialised as CUTLASS's for sm_90: the last warp fills a ring of buffers with bulk copies, the others multiply them in
/// groups of four, each with the products of one tile along k on their way while the next tile's are issued.
/// </summary>
/// <param name="k">Kernel.</param>
/// <param name="plan">Unit and layout.</param>
/// <param name="schedule">Schedule.</param>
/// <param name="place">Tile and warp.</param>
/// <param name="depth">Part along k.</param>
internal sealed class WarpGroupLoop(SimtKernelBuilder k, ProductPlan plan, GemmSchedule schedule, TileCoordinates place, DepthRange depth)
{
    // a descriptor counts addresses in pieces of 16 bytes
    private const int DescriptorUnit = 16;

    private readonly GroupTile _a = plan.GroupTileA(schedule);
    private readonly GroupTile _b = plan.GroupTileB(schedule);

    private int StageBytes => _a.Bytes + _b.Bytes;

    private int Barriers => plan.SharedBytes(schedule) - StageRing.BytesOf(schedule.Stages);

    private string Mnemonic => FormattableString.Invariant(
        $"wgmma.ss.m64n{schedule.WarpN}k16.f32.{(plan.Type == ElementType.BFloat16 ? "bf16" : "f16")}{(_b.KMajor ? "" : ".trans")}");

    /// <summary>Writes the loop and returns the sums; shared memory is free after it, but for the barriers.</summary>
    public WarpGroupSums Emit(TileBox a, TileBox b)
    {
        k.Shared(plan.SharedBytes(schedule));
        StageRing.Initialize(k, place.Thread, schedule.Stages, Barriers, schedule.Warps / GemmSchedule.WarpsOfGroup);
        var multiplies = k.Less(place.Warp, schedule.Warps);
        var consumer = k.NewLabel();
        k.EmitIf(multiplies, "bra", consumer);
        k.ExitIf(k.Less(0, k.Special(SimtSpecialRegister.LaneId)));
        Fill(a, b);
        k.Emit("exit");
        k.Place(consumer);
        var sums = Multiply();
        k.Barrier();
        return sums;
    }

    /// <summary>One lane of the last warp copies tile after tile as buffers become free.</summary>
    private void Fill(TileBox a, TileBox b)
    {
        // the phase before the first counts as over
        var ring = new StageRing(k, schedule.Stages, StageBytes, Barriers, parity: 1);
        BulkTileCopy[] copies = [new(k, _a, a, ring), new(k, _b, b, ring)];
        var left = k.Variable(depth.Tiles);
        var first = k.Variable(depth.First);
        var top = k.NewLabel();
        k.Place(top);
        ring.Wait(ring.Empty);
        k.Emit("mbarrier.arrive.expect_tx", ring.Full, copies.Sum(copy => copy.Bytes));
        foreach (var copy in copies)
        {
            copy.Copy(first);
        }

        k.Emit("mov.b32", first, schedule.TileK);
        ring.Advance();
        k.Emit("add.s32", left, left, -1);
        k.EmitIf(k.Less(0, left), "bra", top);
    }

    private WarpGroupSums Multiply()
    {
        var sums = new WarpGroupSums(k, schedule);
        var ring = new StageRing(k, schedule.Stages, StageBytes, Barriers, parity: 0);
        var (a, b) = (k.NewReg(2), k.NewReg(2));
        k.Emit("mov.b32", a[1], _a.DescriptorHigh);
        k.Emit("mov.b32", b[1], _b.DescriptorHigh);
        var offsetA = k.Add(k.Mul(place.PartRow, _a.RowBytes), _a.Start);
        k.Emit("wgmma.fence");
        Tile(first: true);
        if (depth.Tiles.Is(1))
        {
            k.Emit("wgmma.wait_group", 0);
            return sums;
        }

        var leader = k.Equal(k.And(place.Thread, (GemmSchedule.WarpsOfGroup * plan.Target.WarpWidth) - 1), 0);
        var left = k.Variable(k.Add(depth.Tiles, -1));
        var before = k.Variable(ring.Empty);
        var (top, done) = (k.NewLabel(), k.NewLabel());
        if (!depth.Tiles.IsConstant)
        {
            k.EmitIf(!k.Less(0, left), "bra", done);
        }

        k.Place(top);
        ring.Advance();
        Tile(first: false);
        k.Emit("wgmma.wait_group", 1);
        k.EmitIf(leader, "mbarrier.arrive", Arg.At(before));
        k.Emit("mov.b32", before, ring.Empty);
        k.Emit("add.s32", left, left, -1);
        k.EmitIf(k.Less(0, left), "bra", top);
        k.Place(done);
        k.Emit("wgmma.wait_group", 0);
        return sums;

        void Tile(bool first)
        {
            ring.Wait(ring.Full);
            var startA = k.Add(k.Div(k.Add(ring.Place, offsetA), DescriptorUnit), _a.DescriptorLow);
            var startB = k.Add(k.Div(k.Add(ring.Place, _b.Start), DescriptorUnit), _b.DescriptorLow);
            for (var step = 0; step < schedule.TileK / GroupTile.Step; step++)
            {
                // the first tile of all may be shorter: what its copy holds beyond is the next tile's
                var takes = first ? k.Less(step * GroupTile.Step, depth.First) : Pred.Always;
                k.Emit("add.s32", b[0], k.InRegister(startB), step * _b.StepBytes / DescriptorUnit);
                for (var block = 0; block < sums.Blocks.Count; block++)
                {
                    k.Emit("add.s32", a[0], k.InRegister(startA), ((step * _a.StepBytes) + (block * WarpGroupSums.GroupRows * _a.RowBytes)) / DescriptorUnit);
                    k.EmitIf(takes, Mnemonic, sums.Blocks[block], a, b, first && step == 0 ? Pred.Never : Pred.Always);
                }
            }

            k.Emit("wgmma.commit_group");
        }
    }
}
