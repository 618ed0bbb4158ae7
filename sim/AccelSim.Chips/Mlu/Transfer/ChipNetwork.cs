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
    private readonly ClusterPort[] _ports;
    private readonly Route[] _in;
    private readonly Route[] _out;
    private readonly Link?[] _intoDie;
    private readonly int _dies;
    private readonly int _clustersPerDie;

    public ChipNetwork(MluChip chip, Clock clock)
    {
        var spec = chip.Network.ClusterPort;
        Latency = clock.Edge(spec.Latency.Count);
        _dies = chip.Dies;
        _clustersPerDie = chip.Clusters / chip.Dies;
        _ports = [.. Enumerable.Range(0, chip.Clusters).Select(i => new ClusterPort(
            $"cluster {i} port", clock, spec.Read.Bytes, spec.Write.Bytes, spec.Combined?.Bytes ?? 0, Latency))];
        _in = [.. _ports.Select(port => new Route([.. port.ReadLinks]))];
        _out = [.. _ports.Select(port => new Route([.. port.WriteLinks]))];
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

    /// <summary>Sends data from memory to a cluster; returns when its last byte arrives (fs).</summary>
    public long ToCluster(int cluster, long time, long bytes, Span<long> spent)
    {
        var crossed = CrossDie(cluster / _clustersPerDie, time, bytes, spent);
        var passage = _in[cluster].Send(time, bytes);
        Spend(passage, spent);
        return Math.Max(passage.Tail, crossed + Latency);
    }

    /// <summary>Sends data from a cluster to memory; returns when its last byte arrives (fs).</summary>
    public long FromCluster(int cluster, long time, long bytes, Span<long> spent)
    {
        var passage = _out[cluster].Send(time, bytes);
        Spend(passage, spent);
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

    /// <summary>
    /// Takes data from another cluster into one, whose port it reserves only now that it arrives: what comes before it is not held up. Returns when its
    /// last byte is there (fs).
    /// </summary>
    public long Arrive(int source, int destination, long time, long bytes, Span<long> spent)
    {
        var passage = _in[destination].Send(time, bytes);
        Spend(passage, spent);
        var die = destination / _clustersPerDie;
        var crossed = source / _clustersPerDie == die ? 0 : CrossDie(die, time, bytes * _dies, spent);
        return Math.Max(passage.Tail, crossed);
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
