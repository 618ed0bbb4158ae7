using AccelSim.Machine;
using AccelSim.Memory;
using AccelSim.Reports;

namespace AccelSim.Cli;

/// <summary>Runs the patterns of <c>accelsim membench</c> against a memory, side by side.</summary>
internal static class MemoryPatterns
{
    /// <summary>Every point of some patterns, in their order.</summary>
    /// <exception cref="UsageException">The memory cannot be asked like that.</exception>
    public static async Task<MembenchResult> RunAsync(
        string name, DramSpec dram, DramBenchOptions options, IReadOnlyCollection<string> patterns, Action<string> show, CancellationToken cancellation)
    {
        var config = DramBinding.Bind(dram);
        var points = UsageException.Unless(() => new DramBench(config, options)).Points(patterns).ToList();
        var rows = await SideBySide.RunAsync(points, point => $"{point.Pattern} {point.Label}", (point, token) => Row(point, point.Run(token)), show, cancellation);
        return new MembenchResult(name, dram.Device.Type, config.Channels, config.PeakBytesPerSecond / 1e9, options.RequestBytes, options.Outstanding, rows);
    }

    private static MembenchRow Row(DramBenchPoint point, DramBenchResult result) => new(
        point.Pattern, point.Label, point.X, result.BytesPerSecond / 1e9, result.PeakFraction, result.RowHitRate, result.MeanLatency, result.MedianLatency,
        result.TailLatency, result.Bus.Data, result.Bus.BankGroup, result.Bus.RowMiss, result.Bus.Refresh, result.Bus.Turnaround, result.Bus.Idle);
}
