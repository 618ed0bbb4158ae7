using System.Globalization;
using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>
/// A BookSim 2 configuration (<c>key = value;</c> lines) as one of ours: topologies mesh, torus and fly with their deterministic routing,
/// the "iq" router with iSLIP allocators, and the usual traffic. Keys that are absent have BookSim's defaults.
/// </summary>
public sealed class BookSimFile
{
    private static readonly string[] Known =
    [
        "num_vcs", "vc_buf_size", "sim_type", "seed", "sample_period", "max_samples", "injection_rate_uses_flits", "latency_thres", "packet_size",
        "traffic", "topology", "k", "n", "routing_function", "routing_delay", "speculative", "alloc_iters", "injection_rate",
        "vc_alloc_delay", "sw_alloc_delay",
    ];

    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    private BookSimFile(string name) => Name = name;

    /// <summary>Name of the configuration.</summary>
    public string Name { get; }

    /// <summary>Flits of every packet.</summary>
    public int PacketFlits => Number("packet_size", 1);

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="FormatException">A line is no assignment, or a key or topology is not one of those that are modelled.</exception>
    public static BookSimFile Parse(string name, string text)
    {
        var file = new BookSimFile(name);
        foreach (var line in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !Known.Contains(parts[0]))
            {
                throw new FormatException($"{name}: '{line}' is no assignment to a key that is modelled");
            }

            file._values[parts[0]] = parts[1];
        }

        return file;
    }

    /// <summary>A configuration that is this one but for some values.</summary>
    public BookSimFile With(string name, params ReadOnlySpan<(string Key, string Value)> changes)
    {
        var file = new BookSimFile(name);
        foreach (var (key, value) in _values)
        {
            file._values[key] = value;
        }

        foreach (var (key, value) in changes)
        {
            file._values[key] = value;
        }

        return file;
    }

    /// <summary>The network.</summary>
    /// <remarks>
    /// <c>alloc_iters</c> is read and not used: BookSim makes the router's allocators without it, so that its runs with 3 are those with 1
    /// to the last digit.
    /// </remarks>
    public FabricSpec Fabric() => new()
    {
        Name = Name,
        Clock = new Frequency(1_000_000_000),
        Topology = Topology(),
        Router = new RouterSpec
        {
            VirtualChannels = Number("num_vcs", 16),
            BufferFlits = Number("vc_buf_size", 8),
            RoutingDelay = new Cycles(Number("routing_delay", 1)),
            TraversalDelay = new Cycles(1),
            CreditDelay = new Cycles(0),
            Speculative = Number("speculative", 0) != 0,
            AllocatorIterations = 1,
            ChannelAllocationDelay = new Cycles(Number("vc_alloc_delay", 1)),
            SwitchAllocationDelay = new Cycles(Number("sw_alloc_delay", 1)),
        },
        Links = new FabricLinks
        {
            FlitWidth = new BytesPerCycle(32),
            Latency = new Cycles(Text("topology") == "torus" ? 2 : 1),
            EndpointLatency = new Cycles(1),
        },
    };

    /// <summary>Who sends to whom.</summary>
    public TrafficPattern Traffic()
    {
        var (k, n) = (Number("k", 8), Number("n", 2));
        var sizes = Enumerable.Repeat(k, n).ToArray();
        var nodes = sizes.Aggregate(1, (product, size) => product * size);
        var traffic = Text("traffic");
        return traffic switch
        {
            "uniform" => TrafficPattern.Uniform(nodes),
            "transpose" => TrafficPattern.Transpose(nodes),
            "bitcomp" => TrafficPattern.BitComplement(nodes),
            "tornado" => TrafficPattern.Tornado(sizes),
            "neighbor" => TrafficPattern.Neighbor(sizes),
            _ when traffic.StartsWith("hotspot(", StringComparison.Ordinal) => Hotspot(traffic),
            _ => throw new FormatException($"{Name}: traffic '{traffic}' is not modelled"),
        };
    }

    /// <summary>The load.</summary>
    /// <param name="rate">Flits per node and cycle.</param>
    /// <param name="latency">True for BookSim's <c>sim_type = latency</c>, false for <c>throughput</c>.</param>
    public LoadTestSpec Load(double rate, bool latency) => new()
    {
        Rate = rate,
        PacketFlits = PacketFlits,
        Seed = Number("seed", 0),
        SamplePeriod = Number("sample_period", 1000),
        MostSamples = Number("max_samples", 10),
        LatencyLimit = double.Parse(_values.GetValueOrDefault("latency_thres", "500"), CultureInfo.InvariantCulture),
        MeasureLatency = latency,
    };

    private FabricTopology Topology()
    {
        var (k, n) = (Number("k", 8), Number("n", 2));
        return (Text("topology"), Text("routing_function")) switch
        {
            ("mesh", "dor") => new MeshTopology { Sizes = [.. Enumerable.Repeat(k, n)] },
            ("torus", "dim_order") => n == 1 ? new RingTopology { Size = k } : new TorusTopology { Sizes = [.. Enumerable.Repeat(k, n)] },
            ("fly", "dest_tag") => n == 1 ? new CrossbarTopology { Ports = k } : new FlyTopology { Radix = k, Stages = n },
            var other => throw new FormatException($"{Name}: topology and routing {other} are not modelled"),
        };
    }

    // hotspot({{nodes}}) or hotspot({{nodes},{weights}})
    private static TrafficPattern Hotspot(string text)
    {
        var lists = text.Split(['{', '}'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Any(char.IsAsciiDigit))
            .Select(part => part.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .ToList();
        return TrafficPattern.Hotspot(lists[0], lists.Count > 1 ? lists[1] : [.. lists[0].Select(_ => 1)]);
    }

    private string Text(string key) => _values.TryGetValue(key, out var value) ? value : throw new FormatException($"{Name}: {key} is missing");

    private int Number(string key, int fallback) =>
        _values.TryGetValue(key, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
}
