using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>
/// Routers, ports and links of an on-chip network as flat tables. Port <c>p</c> of router <c>r</c> has the index <c>r * Ports + p</c>, as
/// an input and as an output. Both modes of execution are built from it.
/// </summary>
public sealed class FabricGraph
{
    /// <summary>An output that leads nowhere (the edge of a mesh).</summary>
    public const int Nowhere = int.MinValue;

    private const int LargestTable = 1 << 22;
    private readonly FabricRouting _routing;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly byte[]? _outputTo;

    private FabricGraph(FabricRouting routing, int routers, int ports, int nodes)
    {
        _routing = routing;
        _outputTo = routing.IsFixed && routers <= LargestTable / nodes ? Tabulate(routing, routers, nodes) : null;
        Routers = routers;
        Ports = ports;
        Nodes = nodes;
        _next = new int[routers * ports];
        _previous = new int[routers * ports];
        EntryOf = new int[nodes];
        Array.Fill(_next, Nowhere);
        Array.Fill(_previous, Nowhere);
    }

    public int Routers { get; }

    /// <summary>Inputs, and outputs, of every router.</summary>
    public int Ports { get; }

    /// <summary>Endpoints.</summary>
    public int Nodes { get; }

    /// <summary>Input port at which each node enters.</summary>
    public int[] EntryOf { get; }

    /// <summary>Per output: the input port behind it, <c>-1 - node</c> for an exit, or <see cref="Nowhere"/>.</summary>
    public ReadOnlySpan<int> Next => _next;

    /// <summary>Per input: the output port before it, <c>-1 - node</c> for an entry, or <see cref="Nowhere"/>.</summary>
    public ReadOnlySpan<int> Previous => _previous;

    /// <summary>Output per router and destination (index router * Nodes + destination), where it hangs on nothing else and the table is not too large.</summary>
    internal byte[]? FixedOutputs => _outputTo;

    /// <summary>The next step of a packet; parameters as in <see cref="FabricRouting.Route"/>.</summary>
    public RouteStep Route(int router, int input, int destination, bool upperHalf, IRandomBits coin) => _outputTo is { } table
        ? new RouteStep(table[(router * Nodes) + destination], ChannelClass.Any)
        : _routing.Route(router, input, destination, upperHalf, coin);

    /// <summary>As <see cref="FabricRouting.Together"/>.</summary>
    public ChannelClass Together(int output, ChannelClass one, ChannelClass other) => _routing.Together(output, one, other);

    /// <summary>The tables of a topology.</summary>
    public static FabricGraph Of(FabricTopology topology) => topology switch
    {
        CrossbarTopology crossbar => Fly(crossbar.Ports, 1),
        FlyTopology fly => Fly(fly.Radix, fly.Stages),
        RingTopology ring => Grid([ring.Size], closed: true),
        TorusTopology torus => Grid([.. torus.Sizes], closed: true),
        MeshTopology mesh => Grid([.. mesh.Sizes], closed: false),
        _ => throw new ArgumentException($"no tables for {topology.GetType().Name}", nameof(topology)),
    };

    // Per dimension two ports, up (even) and down (odd); the last port is the node's.
    private static FabricGraph Grid(int[] sizes, bool closed)
    {
        var nodes = sizes.Aggregate(1, (product, size) => product * size);
        var ports = (2 * sizes.Length) + 1;
        var graph = new FabricGraph(new GridRouting(sizes, closed), nodes, ports, nodes);
        for (var node = 0; node < nodes; node++)
        {
            graph.Attach(node, node * ports + ports - 1, node * ports + ports - 1);
            for (int dimension = 0, stride = 1; dimension < sizes.Length; stride *= sizes[dimension++])
            {
                var at = node / stride % sizes[dimension];
                if (at + 1 < sizes[dimension] || closed)
                {
                    var up = node + (((at + 1) % sizes[dimension]) - at) * stride;
                    graph.Join(node * ports + 2 * dimension, up * ports + 2 * dimension + 1);
                    graph.Join(up * ports + 2 * dimension + 1, node * ports + 2 * dimension);
                }
            }
        }

        return graph;
    }

    // Stage s routes by digit s of the destination, the most significant first.
    private static FabricGraph Fly(int radix, int stages)
    {
        var perStage = 1;
        for (var i = 1; i < stages; i++)
        {
            perStage *= radix;
        }

        var nodes = perStage * radix;
        var graph = new FabricGraph(new DigitRouting(radix, stages), stages * perStage, radix, nodes);
        for (var node = 0; node < nodes; node++)
        {
            graph.Attach(node, node, ((stages - 1) * nodes) + node);
        }

        for (var stage = 1; stage < stages; stage++)
        {
            var stride = perStage;
            for (var i = 1; i < stage; i++)
            {
                stride /= radix;
            }

            stride /= radix;
            for (var at = 0; at < nodes; at++)
            {
                var (router, port) = (at / radix, at % radix);
                var digit = router / stride % radix;
                var before = router + (port - digit) * stride;
                graph.Join(((stage - 1) * nodes) + before * radix + digit, (stage * nodes) + at);
            }
        }

        return graph;
    }

    private static byte[] Tabulate(FabricRouting routing, int routers, int nodes)
    {
        var table = new byte[routers * nodes];
        for (var at = 0; at < table.Length; at++)
        {
            table[at] = (byte)routing.Route(at / nodes, 0, at % nodes, upperHalf: false, FixedCoin.Up).Output;
        }

        return table;
    }

    private void Attach(int node, int input, int output)
    {
        EntryOf[node] = input;
        _previous[input] = -1 - node;
        _next[output] = -1 - node;
    }

    private void Join(int output, int input)
    {
        _next[output] = input;
        _previous[input] = output;
    }
}
