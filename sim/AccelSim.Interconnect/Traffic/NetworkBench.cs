using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>
/// Measures a network under traffic patterns: latency where it is all but idle, the load that saturates it, latency over load in between.
/// Saturated is the highest load whose mean latency stays below three times that of the idle network.
/// </summary>
public sealed class NetworkBench
{
    private const double IdleRate = 0.01;
    private const double KneeFactor = 3;
    private const double Resolution = 1.0 / 256;
    private const int SampleCycles = 1000;
    private const int SampleNodeCycles = 128_000;
    private const int HotShare = 10;
    private const int LongestPacket = 256;

    private static readonly double[] Loads = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

    private readonly FabricSpec _spec;
    private readonly NetworkBenchOptions _options;

    /// <summary>A bench for a network.</summary>
    /// <exception cref="ArgumentException">It cannot be measured like that.</exception>
    public NetworkBench(FabricSpec spec, NetworkBenchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        (_spec, _options) = (spec, options ?? new NetworkBenchOptions());
        if (_options.PacketFlits is < 1 or > LongestPacket)
        {
            throw new ArgumentException($"packets of {_options.PacketFlits} flits: must be 1 to {LongestPacket}");
        }
    }

    /// <summary>Names of all patterns.</summary>
    public static IReadOnlyList<string> Patterns { get; } = ["uniform", "neighbor", "tornado", "transpose", "complement", "hotspot"];

    /// <summary>Those of <see cref="Patterns"/> that the number of nodes allows.</summary>
    public IReadOnlyList<string> Possible => [.. Patterns.Where(pattern => pattern switch
    {
        "transpose" => IsPowerOfFour(Nodes),
        "complement" => int.IsPow2(Nodes),
        _ => true,
    })];

    private int Nodes => (int)_spec.Topology.Nodes;

    /// <summary>All points of a pattern: idle, rising loads, saturated.</summary>
    /// <exception cref="ArgumentException">There is no such pattern, or it needs another number of nodes.</exception>
    public IReadOnlyList<NetworkBenchPoint> Measure(string pattern, CancellationToken cancellation = default)
    {
        var traffic = Traffic(pattern);
        var idle = Run(traffic, IdleRate, double.MaxValue, cancellation);
        var limit = KneeFactor * idle.Latency;
        var (rate, saturated) = Saturation(traffic, limit, idle, cancellation);
        return
        [
            new NetworkBenchPoint(pattern, 0, IdleRate, idle),
            .. Loads.Select(load => new NetworkBenchPoint(pattern, load, load * rate, Run(traffic, load * rate, double.MaxValue, cancellation))),
            new NetworkBenchPoint(pattern, 1, rate, saturated),
        ];
    }

    // The highest rate below the limit, by halving; the network may take all that its nodes can send.
    private (double Rate, LoadTestResult Result) Saturation(TrafficPattern traffic, double limit, LoadTestResult idle, CancellationToken cancellation)
    {
        var (low, high, best) = (IdleRate, 1.0, idle);
        if (Below(1.0, out var whole))
        {
            return (1.0, whole);
        }

        while (high - low > Resolution)
        {
            var rate = (low + high) / 2;
            if (Below(rate, out var result))
            {
                (low, best) = (rate, result);
            }
            else
            {
                high = rate;
            }
        }

        return (low, best);

        bool Below(double rate, out LoadTestResult result)
        {
            result = Run(traffic, rate, limit, cancellation);
            return result.Stable && result.Latency <= limit;
        }
    }

    private LoadTestResult Run(TrafficPattern traffic, double rate, double limit, CancellationToken cancellation)
    {
        var load = new LoadTestSpec
        {
            Rate = rate,
            PacketFlits = _options.PacketFlits,
            Seed = _options.Seed,
            SamplePeriod = Math.Max(SampleCycles, SampleNodeCycles / Nodes),
            LatencyLimit = limit,
        };
        var random = new LaggedRandom(load.Seed);
        return _options.Mode == FabricMode.Flit
            ? new LoadTest<FlitNetwork>(new FlitNetwork(_spec, random), traffic, load, random).Run(cancellation)
            : new LoadTest<ReservationNetwork>(new ReservationNetwork(_spec, random), traffic, load, random).Run(cancellation);
    }

    private TrafficPattern Traffic(string pattern) => pattern switch
    {
        "uniform" => TrafficPattern.Uniform(Nodes),
        "neighbor" => TrafficPattern.Neighbor(Sizes),
        "tornado" => TrafficPattern.Tornado(Sizes),
        "transpose" => IsPowerOfFour(Nodes) ? TrafficPattern.Transpose(Nodes) : throw new ArgumentException($"transpose needs a power of four nodes, not {Nodes}", nameof(pattern)),
        "complement" => TrafficPattern.BitComplement(Nodes),
        "hotspot" => TrafficPattern.Hotspot([.. Enumerable.Range(0, Nodes)], [.. Enumerable.Range(0, Nodes).Select(node => node == Nodes / 2 ? HotShare : 1)]),
        _ => throw new ArgumentException($"'{pattern}' is not a pattern of traffic", nameof(pattern)),
    };

    private IReadOnlyList<int> Sizes => _spec.Topology is GridTopology grid ? grid.Sizes : [Nodes];

    private static bool IsPowerOfFour(int nodes) => int.IsPow2(nodes) && int.Log2(nodes) % 2 == 0;
}
