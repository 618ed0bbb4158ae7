using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>
/// An on-chip network packet by packet: when the head of a packet reaches a router, the router works out when it will leave, from what it
/// has promised to others before. A packet waits for its turn in its buffer, for a virtual channel of the next router, for credits there and
/// for cycles in which both its input and its output are free. Where one of these hangs on a packet that does not know its own departure yet,
/// it waits for that one to find out.
/// </summary>
/// <remarks>
/// It leaves out what the flit mode adds: the order in which allocators serve packets that wait together (here always the first to arrive),
/// and a packet's flits wait for credits together. In an unloaded network both modes give the same times.
/// </remarks>
public sealed partial class ReservationNetwork : IPacketNetwork
{
    private const long Unknown = long.MaxValue;
    private const int None = -1;
    private const long LongAgo = -1_000_000;

    private readonly FabricGraph _graph;
    private readonly IRandomBits _coin;
    private readonly int _ports;
    private readonly int _channels;
    private readonly int _depth;
    private readonly int _routing;
    private readonly int _switching;
    private readonly int _creditDelay;
    private readonly int _linkLatency;
    private readonly int _endLatency;
    private readonly bool _burn;
    private readonly int[] _flightOf;
    private readonly int[] _creditFlightOf;
    private readonly int[] _loopOf;
    private readonly int[] _portOf;
    private readonly int[] _turnOf;
    private readonly int[] _routerOf;
    private readonly int[] _creditOf;
    private readonly Buffer[] _buffers;
    private readonly Right[] _rights;
    private readonly long[] _release;
    private readonly SlotCalendar _inputs;
    private readonly SlotCalendar _outputs;
    private readonly int[] _outputWaiters;
    private readonly int[] _outputWaitersLast;
    private readonly Source[] _sources;
    private readonly List<Delivery> _delivered = [];
    private readonly int[] _due;
    private readonly int[] _dueLast;
    private readonly NumberPool<Packet> _pool = new();

    // The pool's array, at hand for the loops.
    private Packet[] _packets = [];
    private int[] _retry = new int[64];
    private int _retryFirst;
    private int _retryCount;

    /// <summary>An idle network.</summary>
    /// <param name="spec">Topology, routers, links.</param>
    /// <param name="coin">Decides between equally short ways.</param>
    public ReservationNetwork(FabricSpec spec, IRandomBits coin)
    {
        _graph = FabricGraph.Of(spec.Topology);
        _coin = coin;
        _ports = _graph.Ports;
        _channels = spec.Router.VirtualChannels;
        _depth = spec.Router.BufferFlits;
        _routing = (int)spec.Router.RoutingDelay.Count;
        _switching = spec.Router.Speculative ? 0 : 1;
        _creditDelay = (int)spec.Router.CreditDelay.Count;
        _linkLatency = (int)spec.Links.Latency.Count;
        _endLatency = (int)spec.Links.EndpointLatency.Count;
        _burn = spec.Router.AllocatorIterations == 1;
        var traversal = (int)spec.Router.TraversalDelay.Count;
        var ports = _graph.Routers * _ports;
        _routerOf = [.. Enumerable.Range(0, ports).Select(port => port / _ports)];
        _flightOf = [.. Enumerable.Range(0, ports).Select(port => traversal + 1 + (_graph.Next[port] < 0 ? _endLatency : _linkLatency))];
        _creditFlightOf = [.. Enumerable.Range(0, ports).Select(port => 1 + (_graph.Previous[port] < 0 ? _endLatency : _linkLatency + _creditDelay))];

        _loopOf = [.. Enumerable.Range(0, ports).Select(port => _flightOf[port] + 1 + _creditDelay + (_graph.Next[port] < 0 ? _endLatency : _routing + _switching + _linkLatency))];
        _portOf = [.. Enumerable.Range(0, ports * _channels).Select(channel => channel / _channels)];
        _turnOf = new int[ports];

        _creditOf = [.. Enumerable.Range(0, ports * _channels).Select(CreditOf)];
        _buffers = new Buffer[ports * _channels];
        Array.Fill(_buffers, new Buffer { LastLeft = LongAgo, First = None, Last = None });
        var links = (ports + _graph.Nodes) * _channels;
        _rights = new Right[links];
        Array.Fill(_rights, new Right { FreeAt = LongAgo, CreditWaiter = None });
        _release = new long[links * _depth];
        _inputs = new SlotCalendar(ports);
        _outputs = new SlotCalendar(ports);
        _outputWaiters = new int[ports];
        _outputWaitersLast = new int[ports];
        Array.Fill(_outputWaiters, None);
        _sources = new Source[_graph.Nodes];
        Array.Fill(_sources, new Source { FreeAt = 0, LastChannel = _channels - 1 });
        _due = new int[SlotCalendar.Horizon + 64]; // a power of two
        _dueLast = new int[_due.Length];
        Array.Fill(_due, None);
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
    public int PacketsInside => _pool.InUse;

    /// <inheritdoc/>
    public ReadOnlySpan<Delivery> Delivered => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_delivered);

    /// <inheritdoc/>
    public bool CanOffer(int node) => _sources[node].FreeAt <= Now;

    /// <inheritdoc/>
    public void Offer(int source, int destination, int flits, long created, int tag)
    {
        var number = _pool.Take();
        _packets = _pool.Items;
        _packets[number] = new Packet
        {
            Source = source,
            Destination = destination,
            Flits = flits,
            Created = created,
            Tag = tag,
            At = None,
            Output = None,
            OutChannel = None,
            Next = None,
            Behind = None,
            WaitNext = None,
        };
        _sources[source].FreeAt = Unknown;
        Enter(number);
    }

    /// <inheritdoc/>
    public void BeginCycle()
    {
        _delivered.Clear();
        var slot = (int)Now & (_due.Length - 1);
        var number = _due[slot];
        _due[slot] = None;
        while (number != None)
        {
            ref var packet = ref _packets[number];
            var next = packet.Next;
            packet.Next = None;
            if (packet.At < 0)
            {
                Deliver(number);
            }
            else if (packet.Parked)
            {
                packet.Parked = false;
                Again(number);
            }
            else if (_buffers[packet.At].First != None || !Leave(number))
            {
                Append(packet.At, number);
            }

            Settle();
            number = next;
        }
    }

    /// <inheritdoc/>
    public void EndCycle() => Now++;

    private void Deliver(int number)
    {
        ref var packet = ref _packets[number];
        FlitsLeft += packet.Flits;
        CreatedLeft += packet.Flits * packet.Created;
        _delivered.Add(new Delivery(packet.Source, packet.Destination, packet.Flits, packet.Hops, packet.Created, packet.Entered, packet.Tag));
        _pool.Return(number);
    }

    // First come, first served, also among those due in one cycle.
    private void Schedule(int number, long cycle)
    {
        var slot = (int)cycle & (_due.Length - 1);
        if (_due[slot] == None)
        {
            _due[slot] = number;
        }
        else
        {
            _packets[_dueLast[slot]].Next = number;
        }

        _dueLast[slot] = number;
    }

    private void Append(int channel, int number)
    {
        ref var state = ref _buffers[channel];
        if (state.First == None)
        {
            state.First = number;
        }
        else
        {
            _packets[state.Last].Behind = number;
        }

        state.Last = number;
    }

    // Those who waited for what has just become known try again, and so on.
    private void Settle()
    {
        while (_retryFirst < _retryCount)
        {
            var number = _retry[_retryFirst++];
            var channel = _packets[number].At;
            if (channel == None)
            {
                Enter(number);
                continue;
            }

            var behind = _packets[number].Behind;
            if (Leave(number))
            {
                _buffers[channel].First = behind;
                if (behind != None)
                {
                    Again(behind);
                }
            }
        }

        (_retryFirst, _retryCount) = (0, 0);
    }

    // The sending end of an input's virtual channel.
    private int CreditOf(int channel)
    {
        var port = channel / _channels;
        var before = _graph.Previous[port];
        var sender = before >= 0 ? before : before == FabricGraph.Nowhere ? port : (_graph.Routers * _ports) - 1 - before;
        return (sender * _channels) + channel - (port * _channels);
    }

    private void Again(int number)
    {
        if (_retryCount == _retry.Length)
        {
            Array.Resize(ref _retry, 2 * _retry.Length);
        }

        _retry[_retryCount++] = number;
    }

    private struct Packet
    {
        public long Created;
        public long Entered;
        public long HeadAt;
        public long TailAt;
        public int Source;
        public int Destination;
        public int Flits;
        public int Hops;
        public int Tag;
        public int At;
        public int Next;
        public int Behind;
        public int WaitNext;
        public long AllocatedAt;
        public bool Parked;
        public int Output;
        public int OutChannel;
        public ChannelClass Channels;
    }

    // The receiving end of a virtual channel, by input port.
    private struct Buffer
    {
        public long LastLeft;
        public int Left;
        public int First;
        public int Last;
    }

    // The sending end of a virtual channel, by output port; those of the nodes come after those of the routers.
    private struct Right
    {
        public long FreeAt;
        public int Sent;
        public int CreditWaiter;
    }

    private struct Source
    {
        public long FreeAt;
        public int LastChannel;
    }
}
