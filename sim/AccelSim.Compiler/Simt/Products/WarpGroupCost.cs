using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Estimated cycles of a step along k on warp groups.</summary>
internal static class WarpGroupCost
{
    /// <summary>
    /// Copies run ahead of products by whole buffers, and nobody waits for both: where two limits are equal they take 1.12 times as long, by simulation of products between 64 and
    /// 4352 rows on H100 (copies of single warps: 1.26).
    /// </summary>
    public const double Sharpness = 6;

    private const int SumBytes = 4;

    // threads of a block of the kernel that adds parts, times the elements of each
    private const double SumsOfBlock = 128 * 4;

    /// <summary>Start and end of a CTA: its place, first tiles from memory, sums through shared memory, out of the SM's port.</summary>
    public static double Ends(ProductPlan plan, GemmSchedule schedule, int outputBytes)
    {
        var target = plan.Target;
        var sums = (double)schedule.TileM * schedule.TileN;
        return target.CtaStart + target.DramLatency + target.SlowestLoad + (2 * SumBytes * sums / target.Sm.SharedMemory.Bandwidth.Bytes)
            + (sums * (schedule.SplitK == 1 ? outputBytes : SumBytes) / target.StoreBytesPerCycle);
    }

    /// <summary>Until the blocks of the kernel that adds parts are placed.</summary>
    public static double SumStart(SimtTarget target, long elements) =>
        target.CtaStart + (elements / SumsOfBlock / target.CtasPerCycle);

    /// <summary>Cycles of one tile along k of a CTA: as long as it keeps the SM, and as long as it takes where nothing else runs.</summary>
    /// <param name="plan">Unit and layout.</param>
    /// <param name="schedule">Schedule.</param>
    /// <param name="lines">Rows of A and columns of B that are read.</param>
    public static (double Busy, double Latency) Step(ProductPlan plan, GemmSchedule schedule, long lines)
    {
        var (target, sm) = (plan.Target, plan.Target.Sm);
        var products = schedule.TileK / GroupTile.Step * (schedule.WarpM / WgmmaSpec.Rows);
        var groups = schedule.Warps / GemmSchedule.WarpsOfGroup;

        // a product takes as long as its multiply-adds, or as reading its factors where that is longer
        var rate = sm.WgmmaOf(schedule.WarpN, plan.Type == ElementType.BFloat16 ? MmaInput.Bf16 : MmaInput.F16)!.Value.Interval;
        var reading = (double)(WgmmaSpec.Rows + schedule.WarpN) * WgmmaSpec.DepthBytes / sm.SharedMemory.Bandwidth.Bytes;
        var tensor = groups * products * Math.Max(rate, reading);
        var bytes = (double)lines * schedule.TileK * plan.Type.SizeInBytes();
        var engine = bytes / sm.Tma!.Bandwidth.Bytes;
        var network = bytes / target.PortBytesPerCycle;
        var busy = Math.Max(tensor, Math.Max(engine, network)) / GemmCost.Efficiency;

        // with one tile on its way a group goes on a product's tail, an arrival and a wait after the tile before it
        var wgmma = sm.Tensor!.Wgmma!;
        var handover = wgmma.Tail.Count + sm.Mbarrier!.Arrive.Count + sm.Mbarrier.Wait.Count + (wgmma.Issue.Count * products);
        var memory = target.DramLatency + target.SlowestLoad + sm.Tma.ExtraLatency.Count + Math.Max(engine, network);
        return (busy, GemmCost.Together(Math.Max(busy, handover), memory / (schedule.Stages - 1), Sharpness));
    }
}
