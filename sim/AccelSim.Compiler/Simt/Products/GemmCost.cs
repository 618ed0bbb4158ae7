using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Estimated cycles of a product: waves of CTAs over the SMs, each as long as the busiest of what a step along k needs: the unit that multiplies, issue
/// slots, shared memory, the way to the L2; all together not faster than device memory.
/// </summary>
internal static class GemmCost
{
    // of what each limit allows, kernels reach about this share: steps wait for each other
    public const double Efficiency = 0.93;

    // bytes of a row of the memory that must be read together for full speed
    private const double RowPiece = 160;

    // limits that are near each other hinder more than the larger alone: 1.26 times as much where two are equal
    private const double Sharpness = 3;

    /// <summary>Cycles, from the first block to the end of the last.</summary>
    /// <param name="plan">Unit and layout.</param>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="depth">Elements along k.</param>
    /// <param name="batch">Matrices.</param>
    /// <param name="bytes">Bytes that must come from or go to device memory.</param>
    /// <param name="outputBytes">Bytes of an element of the result.</param>
    /// <param name="schedule">Schedule.</param>
    public static double Cycles(ProductPlan plan, long m, long n, long depth, long batch, ProductBytes bytes, int outputBytes, GemmSchedule schedule)
    {
        var target = plan.Target;
        var threads = schedule.AllWarps * target.WarpWidth;
        var registers = Math.Min(plan.MaxRegisters(schedule), plan.Registers(schedule));
        var occupancy = target.Occupancy(threads, registers, plan.SharedBytes(schedule));
        if (occupancy == 0)
        {
            return double.PositiveInfinity;
        }

        var tilesM = (m + schedule.TileM - 1) / schedule.TileM;
        var tilesN = (n + schedule.TileN - 1) / schedule.TileN;
        var ctas = tilesM * tilesN * schedule.SplitK * batch;
        var steps = (double)((depth + schedule.TileK - 1) / schedule.TileK) / schedule.SplitK;
        var lines = Math.Min(m, schedule.TileM) + Math.Min(n, schedule.TileN);
        var step = plan.Unit == ProductUnit.WarpGroups ? WarpGroupCost.Step(plan, schedule, lines) : Step(plan, schedule, lines);

        // CTAs spread over all SMs before any SM gets a second; those that share an SM overlap each other's waiting
        var wave = (double)target.Sms * occupancy;
        var whole = Math.Floor(ctas / wave);
        var rest = ctas - (whole * wave);
        var together = Math.Ceiling(rest / target.Sms);
        var busy = steps * step.Busy;
        var groups = plan.Unit == ProductUnit.WarpGroups;
        var ends = groups ? WarpGroupCost.Ends(plan, schedule, outputBytes) : Fixed(plan, schedule, outputBytes);
        var alone = (steps * Math.Max(step.Busy, step.Latency)) + ends;
        var cycles = (whole * Math.Max(alone, occupancy * busy)) + (rest > 0 ? Math.Max(alone, together * busy) : 0);
        cycles += groups && occupancy == 1 ? 0 : ends / 2;

        // what all CTAs ask of the L2, and what must come from device memory
        var elementBytes = plan.Type.SizeInBytes();
        var l2 = ctas * steps * schedule.TileK * lines * elementBytes / (Efficiency * target.L2ReadBytesPerCycle);
        var narrow = (bytes.A / InRow(plan.A, schedule.TileM)) + (bytes.B / InRow(plan.B, schedule.TileN));
        var device = (narrow + bytes.C) / (Efficiency * target.DramBytesPerCycle);

        // each way crosses half of what both partitions read, and a quarter of what one of them does
        var far = ((bytes.A / (tilesN > 1 ? 2 : 4)) + (bytes.B / (tilesM > 1 ? 2 : 4))) / target.FarBytesPerCycle;
        var sharpness = groups ? WarpGroupCost.Sharpness : Sharpness;
        cycles = Together(Together(Together(cycles, l2, sharpness), far, sharpness), device, sharpness) + (groups ? 0 : target.DramLatency);
        return schedule.SplitK == 1 ? cycles
            : cycles + SplitSum(target, m * n * batch, schedule.SplitK, outputBytes) + (groups ? WarpGroupCost.SumStart(target, m * n * batch) : 0);

        // what lies together of a tile, of what keeps a row of the memory busy long enough
        double InRow(ProductInput input, int extent) => Math.Min(1, (input.KMajor ? schedule.TileK : extent) * elementBytes / RowPiece);
    }

    /// <summary>Cycles of one tile along k of a CTA: as long as it keeps the SM, and as long as it takes where nothing else runs.</summary>
    private static (double Busy, double Latency) Step(ProductPlan plan, GemmSchedule schedule, long lines)
    {
        var sm = plan.Target.Sm;
        var warpsPerSubCore = Math.Max(1.0, (double)schedule.Warps / sm.SubCores);
        var (rows, columns, depth) = plan.Step;
        var products = (double)schedule.WarpM / rows * (schedule.WarpN / columns) * (schedule.TileK / depth);
        var width = plan.Target.WarpWidth;
        double interval, loads, chain;
        switch (plan.Unit)
        {
            case ProductUnit.Lanes:
                var lanes = LaneCore.Lanes(schedule, width)!.Value;
                var fma = sm.IntervalOf(SimtUnit.Fp32) ?? 1;
                interval = fma * (double)schedule.WarpM * schedule.WarpN / width * schedule.TileK;
                loads = schedule.TileK * ((double)(schedule.WarpM / lanes.Rows) + (schedule.WarpN / lanes.Columns)) / 4 * Passes(16);
                chain = sm.Units[SimtUnit.Fp32].Latency.Count * schedule.TileK;
                break;
            case ProductUnit.Quads:
                var timing = plan.Shape!.TimingOn(plan.Target, plan.Type)!.Value;
                interval = products * timing.Interval;
                loads = schedule.TileK / (double)depth * ((schedule.WarpM / rows) + (schedule.WarpN / columns)) * Passes(8);
                chain = timing.Latency * schedule.TileK / depth;
                break;
            default:
                var mma = plan.Mma!.Value;
                interval = 2 * products * mma.Interval;
                loads = schedule.TileK / 16.0 * ((schedule.WarpM + schedule.WarpN) / 16) * 4;
                chain = mma.Latency * schedule.TileK / 16.0;
                break;
        }

        // every byte goes into shared memory once, through registers twice
        var bytes = (double)lines * schedule.TileK * plan.Type.SizeInBytes();
        var narrow = plan.Asynchronous ? 16.0 / Math.Min(plan.A.ReadBytes, plan.B.ReadBytes) : 2 * 16.0 / Math.Min(plan.A.ReadBytes, plan.B.ReadBytes);
        var shared = (schedule.Warps * loads) + (bytes / sm.SharedMemory.Bandwidth.Bytes * narrow);
        var copies = bytes / (Math.Min(plan.A.ReadBytes, plan.B.ReadBytes) * width) * 3 / sm.SubCores;
        var issue = (warpsPerSubCore * 1.4 * (products * (plan.Unit == ProductUnit.Lanes ? 16.0 / width * 1.1 : 2))) + copies;
        var network = bytes / plan.Target.PortBytesPerCycle;
        var busy = Math.Max(Math.Max(warpsPerSubCore * interval, shared), Math.Max(issue, network)) / Efficiency;

        // alone, a CTA waits at every barrier, and for memory where its stages do not cover the latency
        var latency = Math.Max(busy + sm.BarrierLatency.Count + sm.SharedMemory.Latency.Count, chain);
        var memory = plan.Target.DramLatency + plan.Target.SlowestLoad + Math.Max(copies, bytes / sm.L1.Bandwidth.Bytes);
        return (busy, Together(latency, memory / Math.Max(1, schedule.Stages - 1), Sharpness));

        double Passes(int laneBytes) => (double)width * laneBytes / (sm.SharedMemory.Banks * sm.SharedMemory.BankWidth.Bytes);
    }

    /// <summary>Start and end of a CTA: first tiles from memory, sums through shared memory to device memory.</summary>
    private static double Fixed(ProductPlan plan, GemmSchedule schedule, int outputBytes)
    {
        var target = plan.Target;
        var sums = (double)schedule.TileM * schedule.TileN;
        var perSubCore = sums / target.WarpWidth / target.Sm.SubCores;
        return target.DramLatency + target.CtaStart + (6 * perSubCore) + (sums * outputBytes / (target.L2BytesPerCycle / target.Sms));
    }

    /// <summary>What two limits that hinder each other give.</summary>
    public static double Together(double a, double b, double sharpness) => Math.Pow(Math.Pow(a, sharpness) + Math.Pow(b, sharpness), 1 / sharpness);

    /// <summary>The second kernel: reads all parts, mostly from the L2.</summary>
    private static double SplitSum(SimtTarget target, long elements, int parts, int outputBytes)
    {
        var gap = target.KernelGap;
        return gap + (2 * target.DramLatency) + (elements * ((8.0 * parts) + outputBytes) / target.L2BytesPerCycle);
    }
}
