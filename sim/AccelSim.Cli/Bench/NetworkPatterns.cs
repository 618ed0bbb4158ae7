using AccelSim.Interconnect;
using AccelSim.Machine;
using AccelSim.Reports;

namespace AccelSim.Cli;

/// <summary>Runs the patterns of <c>accelsim membench</c> against a network, side by side.</summary>
internal static class NetworkPatterns
{
    /// <summary>Every point of some patterns, in their order; of all that are possible where none are named.</summary>
    /// <exception cref="UsageException">The network cannot be measured like that.</exception>
    public static async Task<NetbenchResult> RunAsync(FabricSpec spec, NetworkBenchOptions options, string? patterns, Action<string> show, CancellationToken cancellation)
    {
        var bench = UsageException.Unless(() => new NetworkBench(spec, options));
        var names = patterns is null ? bench.Possible : PatternList.Parse(patterns, bench.Possible);
        var rows = await SideBySide.RunAsync(names, pattern => pattern, bench.Measure, show, cancellation);
        return new NetbenchResult(
            spec.Name, options.Mode.ToString().ToLowerInvariant(), (int)spec.Topology.Nodes, options.PacketFlits, spec.Links.FlitWidth.Bytes, spec.Clock.Hertz / 1e9,
            [.. rows.SelectMany(points => points).Select(point => Row(point, spec))]);
    }

    private static NetbenchRow Row(NetworkBenchPoint point, FabricSpec spec)
    {
        var result = point.Result;
        var bytesPerCycle = result.Accepted * spec.Topology.Nodes * spec.Links.FlitWidth.Bytes;
        return new NetbenchRow(
            point.Pattern, point.Load, point.Offered, result.Accepted, bytesPerCycle * spec.Clock.Hertz / 1e9, result.Latency, result.Median, result.Percentile95,
            result.Percentile99, result.Latency * 1e9 / spec.Clock.Hertz, result.Hops);
    }
}
