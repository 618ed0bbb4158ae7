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

    // Per router: its input channels and, where it copies packets, one more for each of them and output.
    private readonly int _bidders;
    private readonly int _depth;
    private readonly int _routingDelay;
    private readonly int _traversal;
    private readonly int _creditDelay;
    private readonly int _linkLatency;
    private readonly int _endLatency;
    private readonly int _iterations;
    private readonly bool _speculative;

    // Per input channel, index (router * ports + port) * channels + channel; the state is per bidder, index router * bidders + bidder.
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
    private readonly byte[] _laneOf;

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
        _bidders = spec.Router.Multicast ? _inputs * (_ports + 1) : _inputs;
        _depth = spec.Router.BufferFlits;
        _routingDelay = (int)spec.Router.RoutingDelay.Count;
        _traversal = (int)spec.Router.TraversalDelay.Count;
        _creditDelay = (int)spec.Router.CreditDelay.Count;
        _linkLatency = (int)spec.Links.Latency.Count;
        _endLatency = (int)spec.Links.EndpointLatency.Count;
        _iterations = spec.Router.AllocatorIterations;
        _speculative = spec.Router.Speculative;
        _channelDelay = (int)spec.Router.ChannelAllocationDelay.Count;
        _switchDelay = (int)spec.Router.SwitchAllocationDelay.Count;
        _allChannels = _channels == 32 ? uint.MaxValue : (1u << _channels) - 1;
        var routerPorts = _graph.Routers * _ports;
        var all = routerPorts * _channels;
        _buffers = new int[all * _depth];
        _inputChannels = new InputChannel[_graph.Routers * _bidders];
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
        _portOf = [.. Enumerable.Range(0, _bidders).Select(bidder => (byte)(bidder % _inputs / _channels))];
        _laneOf = [.. Enumerable.Range(0, _bidders).Select(bidder => (byte)(bidder % _channels))];
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
        _lists = new RouterLists(_graph.Routers, _bidders);
        _channelPointers = new Pointers(all, _graph.Routers * _bidders);
        _switchPointers = new Pointers(routerPorts, routerPorts);
        _roundRobin = new byte[routerPorts];
        _scratch = new Scratch(_ports, _channels, _bidders);
        _destinations = new DestinationLists(_graph.Nodes);
        _fork = spec.Router.Multicast ? new Fork(_graph, _destinations, coin) : null;
        _copying = new ulong[spec.Router.Multicast ? all : 0];
        _taken = new int[_copying.Length];
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

        /// <summary>Has a packet in front whose copies bid in its place.</summary>
        Copying,
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

    /// <inheritdoc/>
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

    // Together, because whoever looks at one of them looks at most.
    private struct InputChannel
    {
        public int OutChannel;
        public uint Allowed;

        // When the output is known; where an allocator takes more than a cycle, when the outcome of its bid is.
        public long Due;
        // Of a copier: which packet its copy is.
        public int Packet;
        public byte Head;

        // Flits in the buffer; of a copier: flits it has sent.
        public byte Count;
        public ChannelState State;
        public byte Output;

        // What became of its bid for the switch.
        public bool Won;
    }
}
