using System.Numerics;
using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>
/// An on-chip network flit by flit: input-queued routers with virtual channels and credits, as BookSim 2's "iq" router works with one pipeline
/// stage each for routing, channel allocation, switch allocation and traversal. Decisions of a cycle see the state at its beginning.
/// </summary>
public sealed partial class FlitNetwork : IPacketNetwork
{
    private readonly FabricGraph _graph;
    private readonly IRandomBits _coin;
    private readonly NumberPool<FlitPacket> _pool = new();
    private readonly int _ports;
    private readonly int _channels;
    private readonly int _inputs;
    private readonly int _depth;
    private readonly int _routingDelay;
    private readonly int _traversal;
    private readonly int _creditDelay;
    private readonly int _linkLatency;
    private readonly int _endLatency;
    private readonly int _iterations;
    private readonly bool _speculative;

    // Per input channel, index (router * ports + port) * channels + channel.
    private readonly int[] _buffers;
    private readonly InputChannel[] _inputChannels;

    // Per output channel, same index; the nodes' channels into the network come after those of the routers.
    private readonly int[] _credits;

    // Per port of a router.
    private readonly uint[] _freeChannels;
    private readonly int[] _staged;
    private readonly byte[] _stagedChannel;
    private readonly int[] _flightOf;
    private readonly ulong[] _arrived;
    private readonly ulong[] _active;
    private readonly int[] _routerOf;
    private readonly byte[] _portOf;

    private readonly Wheel _flits;
    private readonly Wheel _returned;
    private readonly Source[] _sources;
    private readonly ulong[] _waiting;
    private readonly uint _allChannels;
    private readonly List<Delivery> _delivered = [];

    /// <summary>An idle network.</summary>
    /// <param name="spec">Topology, routers, links.</param>
    /// <param name="coin">Decides between equally short ways.</param>
    public FlitNetwork(FabricSpec spec, IRandomBits coin)
    {
        _graph = FabricGraph.Of(spec.Topology);
        _coin = coin;
        _ports = _graph.Ports;
        _channels = spec.Router.VirtualChannels;
        _inputs = _ports * _channels;
        _depth = spec.Router.BufferFlits;
        _routingDelay = (int)spec.Router.RoutingDelay.Count;
        _traversal = (int)spec.Router.TraversalDelay.Count;
        _creditDelay = (int)spec.Router.CreditDelay.Count;
        _linkLatency = (int)spec.Links.Latency.Count;
        _endLatency = (int)spec.Links.EndpointLatency.Count;
        _iterations = spec.Router.AllocatorIterations;
        _speculative = spec.Router.Speculative;
        _allChannels = _channels == 32 ? uint.MaxValue : (1u << _channels) - 1;
        var routerPorts = _graph.Routers * _ports;
        var all = routerPorts * _channels;
        _buffers = new int[all * _depth];
        _inputChannels = new InputChannel[all];
        _credits = new int[all + (_graph.Nodes * _channels)];
        Array.Fill(_credits, _depth);
        _freeChannels = new uint[routerPorts];
        Array.Fill(_freeChannels, _allChannels);
        _staged = new int[routerPorts];
        _stagedChannel = new byte[routerPorts];
        _arrived = new ulong[_graph.Routers];
        _active = new ulong[(_graph.Routers + 63) / 64];
        _routerOf = new int[routerPorts];
        _flightOf = new int[routerPorts];
        _portOf = [.. Enumerable.Range(0, _inputs).Select(input => (byte)(input / _channels))];
        for (var port = 0; port < routerPorts; port++)
        {
            _routerOf[port] = port / _ports;
            _flightOf[port] = _traversal + 1 + (_graph.Next[port] < 0 ? _endLatency : _linkLatency);
        }

        var longest = 2 + Math.Max(_linkLatency, _endLatency) + Math.Max(_traversal, _creditDelay);
        _flits = new Wheel(longest, routerPorts + _graph.Nodes);
        _returned = new Wheel(longest, 2 * (routerPorts + _graph.Nodes));
        _sources = new Source[_graph.Nodes];
        Array.Fill(_sources, new Source { LastChannel = -1 });
        _waiting = new ulong[(_graph.Nodes + 63) / 64];
        _lists = new RouterLists(_graph.Routers, _inputs);
        _channelPointers = new Pointers(all, all);
        _switchPointers = new Pointers(routerPorts, routerPorts);
        _roundRobin = new byte[routerPorts];
        _scratch = new Scratch(_ports, _channels);
    }

    /// <summary>What an input channel does.</summary>
    private enum ChannelState : byte
    {
        /// <summary>Holds no packet.</summary>
        Idle,

        /// <summary>Works out the output of the packet in front.</summary>
        Routing,

        /// <summary>Waits for a channel at the next router.</summary>
        Allocating,

        /// <summary>Sends flits as the switch and credits allow.</summary>
        Active,
    }

    /// <inheritdoc/>
    public FabricGraph Graph => _graph;

    /// <inheritdoc/>
    public long Now { get; private set; }

    /// <inheritdoc/>
    public long FlitsEntered { get; private set; }

    /// <inheritdoc/>
    public long FlitsLeft { get; private set; }

    /// <inheritdoc/>
    public long CreatedLeft { get; private set; }

    /// <summary>Flits that have crossed a switch, over all routers.</summary>
    public long FlitHops { get; private set; }

    /// <inheritdoc/>
    public int PacketsInside => _pool.InUse;

    /// <inheritdoc/>
    public ReadOnlySpan<Delivery> Delivered => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_delivered);

    /// <inheritdoc/>
    public bool CanOffer(int node) => _sources[node].FlitsLeft == 0;

    /// <inheritdoc/>
    public void Offer(int source, int destination, int flits, long created, int tag)
    {
        var number = _pool.Take();
        ref var packet = ref _pool.Items[number];
        packet = new FlitPacket { Source = source, Destination = destination, Flits = flits, Created = created, Tag = tag };
        _sources[source].Packet = number;
        _sources[source].FlitsLeft = flits;
        _waiting[source >> 6] |= 1UL << source;
    }

    /// <inheritdoc/>
    public void BeginCycle()
    {
        _delivered.Clear();
        foreach (var arrival in _flits.Take(Now))
        {
            var (target, flit) = ((int)(arrival >> 32), (int)arrival);
            if (target < 0)
            {
                Leave(-1 - target, flit);
            }
            else
            {
                var port = target / _channels;
                var router = _routerOf[port];
                _staged[port] = flit;
                _stagedChannel[port] = (byte)(target - (port * _channels));
                _arrived[router] |= 1UL << (port - (router * _ports));
                _active[router >> 6] |= 1UL << router;
            }
        }

        foreach (var credit in _returned.Take(Now))
        {
            _credits[(int)(credit >> 32)]++;
        }
    }

    /// <inheritdoc/>
    public void EndCycle()
    {
        for (var word = 0; word < _waiting.Length; word++)
        {
            for (var bits = _waiting[word]; bits != 0; bits &= bits - 1)
            {
                Inject((word << 6) + BitOperations.TrailingZeroCount(bits));
            }
        }

        for (var word = 0; word < _active.Length; word++)
        {
            for (var bits = _active[word]; bits != 0; bits &= bits - 1)
            {
                var router = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (!StepRouter(router))
                {
                    _active[word] &= ~(1UL << router);
                }
            }
        }

        Now++;
    }

    private static int Flit(int packet, bool first, bool last) => (packet << 2) | (first ? 2 : 0) | (last ? 1 : 0);

    private static bool IsLast(int flit) => (flit & 1) != 0;

    private static int PacketOf(int flit) => flit >> 2;

    // A flit reaches a node; the node returns the credit at once.
    private void Leave(int channel, int flit)
    {
        FlitsLeft++;
        CreatedLeft += _pool.Items[PacketOf(flit)].Created;
        _returned.Add(Now + 1 + _endLatency + _creditDelay, channel, 0);
        if (IsLast(flit))
        {
            ref readonly var packet = ref _pool.Items[PacketOf(flit)];
            _delivered.Add(new Delivery(packet.Source, packet.Destination, packet.Flits, packet.Hops, packet.Created, packet.Entered, packet.Tag));
            _pool.Return(PacketOf(flit));
        }
    }

    private void Inject(int node)
    {
        ref var source = ref _sources[node];
        ref var packet = ref _pool.Items[source.Packet];
        var credits = _credits.AsSpan((_graph.Routers * _inputs) + (node * _channels), _channels);
        var first = source.FlitsLeft == packet.Flits;
        if (first)
        {
            source.Channel = -1;
            for (var i = 1; i <= _channels; i++)
            {
                var channel = source.LastChannel < 0 ? 0 : (source.LastChannel + i) % _channels;
                if (credits[channel] > 0)
                {
                    source.Channel = channel;
                    break;
                }
            }
        }

        if (source.Channel < 0 || credits[source.Channel] == 0)
        {
            return;
        }

        if (first)
        {
            source.LastChannel = source.Channel;
            packet.Entered = Now;
        }

        credits[source.Channel]--;
        source.FlitsLeft--;
        FlitsEntered++;
        if (source.FlitsLeft == 0)
        {
            _waiting[node >> 6] &= ~(1UL << node);
        }

        _flits.Add(Now + 1 + _endLatency, (_graph.EntryOf[node] * _channels) + source.Channel, Flit(source.Packet, first, source.FlitsLeft == 0));
    }

    // Together, because whoever looks at one of them looks at most.
    private struct InputChannel
    {
        public int OutChannel;
        public uint Allowed;
        public long RouteDue;
        public byte Head;
        public byte Count;
        public ChannelState State;
        public byte Output;
    }

    /// <summary>A node's side of its link into the network.</summary>
    private struct Source
    {
        public int Packet;
        public int FlitsLeft;
        public int Channel;
        public int LastChannel;
    }
}
