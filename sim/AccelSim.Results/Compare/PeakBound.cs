namespace AccelSim.Results.Compare;

/// <summary>The roofline of a whole run: no chip with these peaks is faster with this work.</summary>
/// <param name="ComputeSeconds">All multiply-adds at the peak of the matrix units, s; 0 where the peak is not known.</param>
/// <param name="DramSeconds">All bytes that the program moves at the peak of device memory, s.</param>
/// <param name="Share">The greater of both as a part of the time: 1 is a chip at its bound.</param>
public sealed record PeakBound(double ComputeSeconds, double DramSeconds, double Share)
{
    /// <summary>The bound, s.</summary>
    public double Seconds => Math.Max(ComputeSeconds, DramSeconds);

    /// <summary>That of a run.</summary>
    public static PeakBound Of(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var compute = run.PeakOpsPerSecond > 0 ? 2.0 * run.Macs / run.PeakOpsPerSecond : 0;
        var bytes = run.Counters.DramReadBytes + run.Counters.DramWriteBytes;
        var dram = run.DramPeakBytesPerSecond > 0 ? (double)bytes / run.DramPeakBytesPerSecond : 0;
        return new(compute, dram, RunMetrics.FractionOf(Math.Max(compute, dram), RunMetrics.Seconds(run.Femtoseconds)));
    }
}
