using AccelSim.Engine;
using AccelSim.Interconnect;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// The way between clusters and device memory: each cluster's port and, in a package of several dies, the links between dies. Memory
/// channels are interleaved over the dies, so the share (dies - 1) / dies of every access crosses.
/// </summary>
internal sealed class ChipNetwork
{
    private const int StarvationBound = 16;

    private readonly ClusterPort[] _ports;
    private readonly RouteArbiter[]? _arbiters;
    private readonly Route[] _in;
    private readonly Route[] _out;
    private readonly Link?[] _intoDie;
    private readonly int _dies;
    private readonly int _clustersPerDie;

    /// <summary>An idle network.</summary>
    /// <param name="simulation">Where it lives.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="clock">Its clock.</param>
    public ChipNetwork(Simulation simulation, MluChip chip, Clock clock)
    {
        var spec = chip.Network.ClusterPort;
        Latency = clock.Edge(spec.Latency.Count);
        _dies = chip.Dies;
        _clustersPerDie = chip.Clusters / chip.Dies;
        _ports = [.. Enumerable.Range(0, chip.Clusters).Select(i => new ClusterPort(
            $"cluster {i} port", clock, spec.Read.Bytes, spec.Write.Bytes, spec.Combined?.Bytes ?? 0, Latency))];
        _in = [.. _ports.Select(port => new Route([.. port.ReadLinks]))];
        _out = [.. _ports.Select(port => new Route([.. port.WriteLinks]))];
        _arbiters = chip.HasPriorities
            ? [.. _ports.Select((_, i) => new RouteArbiter(simulation, $"cluster {i} port", spec.StarvationBound ?? StarvationBound))]
            : null;
        _intoDie = new Link?[chip.Dies];
        if (chip.Dies > 1 && chip.Network.DieLink is { } die)
        {
            var width = Math.Max(1, die.Bandwidth.BytesPerSecond / chip.Clock.Hertz);
            for (var i = 0; i < chip.Dies; i++)
            {
                _intoDie[i] = new Link($"into die {i}", clock, width, die.Latency.Femtoseconds, Cause.NetworkBandwidth);
            }
        }
    }

    /// <summary>One way between a cluster and memory, unloaded, inside a die, fs.</summary>
    public long Latency { get; }

    /// <summary>The accounts of the ports, direction by direction, and of the links between dies.</summary>
    public IEnumerable<Ledger> Ledgers => _ports
        .SelectMany(port => (Link?[])[port.Read, port.Write, port.Combined])
        .Concat(_intoDie)
        .OfType<Link>()
        .Select(link => link.Ledger);

    /// <summary>Bytes through the ports of all clusters, both directions.</summary>
    public long PortBytes => _ports.Sum(port => port.Read.BytesCarried + port.Write.BytesCarried);

    /// <summary>Bytes between dies.</summary>
    public long DieBytes => _intoDie.Sum(link => link?.BytesCarried ?? 0);

    /// <summary>
    /// True where engines differ in priority, so that a packet must ask for the port of its cluster before it is sent, with
    /// <see cref="Ask"/>. Otherwise it is sent as it comes.
    /// </summary>
    public bool HasArbiters => _arbiters is not null;

    /// <summary>Asks for the port of a cluster, inwards or outwards.</summary>
    public void Ask(int cluster, bool inwards, int priority, IRouteClient client, int tag) =>
        _arbiters![cluster].Ask((inwards ? _in : _out)[cluster], priority, client, tag);

    /// <summary>Takes data from memory over the link between dies; returns when all of it can be in the cluster (fs), its port apart.</summary>
    public long CrossToCluster(int cluster, long time, long bytes, Span<long> spent) =>
        CrossDie(cluster / _clustersPerDie, time, bytes, spent) + Latency;

    /// <summary>As <see cref="CrossToCluster"/>, for data from another cluster, which has its flight behind it; 0 on the same die.</summary>
    public long CrossBetween(int source, int destination, long time, long bytes, Span<long> spent)
    {
        var die = destination / _clustersPerDie;
        return source / _clustersPerDie == die ? 0 : CrossDie(die, time, bytes * _dies, spent);
    }

    /// <summary>
    /// Sends data that has come to the port of a cluster into it; what comes before it is not held up. Returns when its last byte is there (fs).
    /// </summary>
    public long ToCluster(int cluster, long time, long bytes, Span<long> spent)
    {
        var passage = _in[cluster].Send(time, bytes);
        Spend(passage, spent);
        return passage.Tail;
    }

    /// <summary>Sends data from a cluster to memory; returns when its last byte arrives (fs).</summary>
    public long FromCluster(int cluster, long time, long bytes, Span<long> spent)
    {
        var passage = Leave(cluster, time, bytes, spent);
        var crossed = CrossDie(((cluster / _clustersPerDie) + 1) % _dies, passage.Head, bytes, spent);
        return Math.Max(passage.Tail, crossed);
    }

    /// <summary>Sends data out of a cluster towards another; it arrives there at the head of the passage.</summary>
    public Passage Leave(int source, long time, long bytes, Span<long> spent)
    {
        var passage = _out[source].Send(time, bytes);
        Spend(passage, spent);
        return passage;
    }

    private static void Spend(in Passage passage, Span<long> spent)
    {
        spent[(int)Cause.NetworkLatency] += passage.Latency;
        spent[(int)Cause.PortBandwidth] += passage.Tail - passage.Head + passage.Queued;
    }

    private long CrossDie(int die, long time, long bytes, Span<long> spent)
    {
        if (_intoDie[die] is not { } link)
        {
            return time;
        }

        var crossing = bytes * (_dies - 1) / _dies;
        var start = link.Reserve(time, crossing);
        spent[(int)Cause.NetworkBandwidth] += start - time;
        return start + link.Occupancy(crossing) + link.Latency;
    }
}
