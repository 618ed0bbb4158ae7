using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>What a row of a table of micro-benchmarks asks for, and how it is repeated.</summary>
internal static class SimtExperiment
{
    /// <summary>The measured quantity, in the unit of its benchmark.</summary>
    /// <param name="chip">The chip, at the clock of the measurement.</param>
    /// <param name="bench">The benchmark; after a colon its kernel or operation.</param>
    /// <param name="point">Footprint in KiB, threads of a block, stride, columns of a product; of a knee the cycles at which it is crossed.</param>
    /// <param name="measured">What was measured: where the search for a knee begins.</param>
    /// <param name="cancellation">Ends it.</param>
    public static double Run(SimtChip chip, string bench, double point, double measured, CancellationToken cancellation)
    {
        var (name, part) = bench.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (bench[..colon], bench[(colon + 1)..]) : (bench, "");
        var bytes = (long)(point * 1024);
        return name switch
        {
            "latency" => PointerRing.Cycles(chip, bytes, cancellation),
            "latency-knee" => Knee(chip, point, measured, cancellation),
            "cache" => SharedReads.GigabytesPerSecond(chip, bytes, cancellation),
            "l2" => WindowReads.GigabytesPerSecond(chip, bytes, cancellation),
            "stream" => StreamKernels.GigabytesPerSecond(chip, part, (int)point, cancellation),
            "stride" => StridedReads.Cycles(chip, (int)point, part == "f64" ? 8 : 4, cancellation),
            "op-latency" => OperationLadder.Latency(chip, part, cancellation) * point,
            "op-rate" => OperationLadder.LanesPerCycle(chip, part, cancellation) * point,
            "wgmma-issue" => WarpGroupLadder.Cycles(chip, (int)point, wait: false, cancellation),
            "wgmma-wait" => WarpGroupLadder.Cycles(chip, (int)point, wait: true, cancellation),
            "wgmma-interval" => WarpGroupLadder.Interval(chip, (int)point, cancellation),
            "mbarrier-arrive" => WarpGroupLadder.Barrier(chip, wait: false, cancellation),
            "mbarrier-wait" => WarpGroupLadder.Barrier(chip, wait: true, cancellation),
            "bulk-latency" => BulkCopies.Latency(chip, bytes, cancellation),
            "bulk-rate" when int.TryParse(part, out var blocks) => BulkCopies.GigabytesPerSecond(chip, blocks, (int)bytes, cancellation),
            _ => throw new FormatException(
                $"there is no benchmark '{bench}'; there are latency, latency-knee, cache, l2, stream:KERNEL, stride:TYPE, op-latency:OP, op-rate:OP, "
                + "wgmma-issue, wgmma-wait, wgmma-interval, mbarrier-arrive, mbarrier-wait, bulk-latency and bulk-rate:BLOCKS"),
        };
    }

    /// <summary>The row's name: the benchmark and its point.</summary>
    public static string Name(string bench, string point) => bench.Split(':')[0] switch
    {
        "latency" or "cache" or "l2" or "bulk-latency" or "bulk-rate" => $"{bench} {point} KiB",
        "wgmma-issue" or "wgmma-wait" or "wgmma-interval" => $"{bench} {point} columns",
        "latency-knee" => $"{bench} at {point} cycles",
        "stream" => $"{bench} {point} threads",
        "stride" => $"{bench} {point}",
        _ => bench,
    };

    /// <summary>The footprint, KiB, at which the latency passes <paramref name="cycles"/>, to 2 %.</summary>
    private static double Knee(SimtChip chip, double cycles, double measured, CancellationToken cancellation)
    {
        const double closeEnough = 1.02;
        var (below, above) = (measured * 0.6, measured * 1.5);
        while (above / below > closeEnough)
        {
            var middle = Math.Sqrt(below * above);
            var isBelow = PointerRing.Cycles(chip, (long)(middle * 1024), cancellation) < cycles;
            (below, above) = isBelow ? (middle, above) : (below, middle);
        }

        return Math.Sqrt(below * above);
    }
}
