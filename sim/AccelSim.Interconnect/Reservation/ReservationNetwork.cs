using System.Runtime.CompilerServices;
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
    private const int Unknown = int.MaxValue;
    private const int None = -1;

    // A packet that would leave beyond the horizon tries again after that many cycles.
    private const int ParkedCycles = 64;

    // Cycles of the calendar that are kept for each flit of a packet.
    private const int FlitSpan = 4;

    // In the place of a destination: a packet in a buffer that tries again.
    private const int Parked = -2;

    private readonly FabricGraph _graph;
    private readonly IRandomBits _coin;
    private readonly int _channels;
    private readonly int _depth;
    private readonly int _routing;
    private readonly int _switching;

    // From the bid that has a flit and its credit to the grant.
    private readonly int _bidding;
    private readonly int _endLatency;
    private readonly int _longestLoop;

    // Output ports of routers, which are their links' numbers.
    private readonly int _outputs;
    private readonly Link[] _links;

    // Channels, each with its credits; a channel is named by its first word.
    private readonly int[] _words;
    private readonly int _firstChannel;
    private readonly int _channelWords;
    private readonly int _linkWords;
    private readonly byte[]? _fixedOutputs;
    private readonly SwitchCalendar _calendar;
    private readonly Source[] _sources;

    // Packets on links, when their heads arrive, and those on the last one, when their tails do.
    private readonly DueList<Packet> _arrivals;
    private readonly DueList<Delivery> _deliveries;
    private readonly NumberPool<Waiting> _pool = new();

    // The pool's array, at hand for the loops, and its other half.
    private Waiting[] _waiting = [];
    private Origin[] _origins = [];
    private int _inside;
    private int[] _retry = new int[64];
    private int _retryFirst;
    private int _retryCount;
    private int _longestPacket;
    private long _eraBegan;
    private int _now;

    // A packet of one flit that would leave later than that parks.
    private int _latest;

    // From when a channel can be had that was not in turn; here, so that those who had better luck may keep theirs in a register.
    private int _allocatedAt;

    /// <summary>An idle network.</summary>
    /// <param name="spec">Topology, routers, links.</param>
    /// <param name="coin">Decides between equally short ways.</param>
    public ReservationNetwork(FabricSpec spec, IRandomBits coin)
    {
        _graph = FabricGraph.Of(spec.Topology);
        _coin = coin;
        _channels = spec.Router.VirtualChannels;
        _depth = spec.Router.BufferFlits;
        _routing = (int)spec.Router.RoutingDelay.Count;
        _bidding = (int)spec.Router.SwitchAllocationDelay.Count - 1;
        _switching = spec.Router.Speculative ? 0 : (int)spec.Router.ChannelAllocationDelay.Count + _bidding;
        _endLatency = (int)spec.Links.EndpointLatency.Count;
        _outputs = _graph.Routers * _graph.Ports;
        _links = new Link[_outputs + _graph.Nodes];
        _channelWords = (HeaderWords + _depth + LineWords - 1) / LineWords * LineWords;
        _linkWords = _channels * _channelWords;
        _words = Lines(_links.Length * _linkWords, out _firstChannel);
        for (var link = 0; link < _links.Length; link++)
        {
            _links[link] = LinkOf(link, spec);
        }

        _longestLoop = _links.Max(link => link.Loop);
        _fixedOutputs = _graph.FixedOutputs;
        for (var channel = 0; channel < _links.Length * _channels; channel++)
        {
            var flight = 1 + (channel >= _outputs * _channels ? _endLatency : (int)(spec.Links.Latency.Count + spec.Router.CreditDelay.Count));
            ChannelAt(_firstChannel + (channel * _channelWords)) =
                new Channel { FreeFrom = LongAgo, FrontFrom = LongAgo, First = None, Last = None, CreditWaiter = None, CreditFlight = flight };
        }

        _calendar = new SwitchCalendar(_links.Length, spec.Router.AllocatorIterations == 1);
        _sources = new Source[_graph.Nodes];
        _arrivals = new DueList<Packet>(2 * _graph.Nodes);
        _deliveries = new DueList<Delivery>(_graph.Nodes);
        _lists = new DestinationLists(_graph.Nodes);
        _fork = spec.Router.Multicast ? new Fork(_graph, _lists, coin) : null;
        MakeRoom(1);
    }

    /// <inheritdoc/>
    public FabricGraph Graph => _graph;

    /// <inheritdoc/>
    public long Now => _eraBegan + _now;

    /// <inheritdoc/>
    public long FlitsEntered { get; private set; }

    /// <inheritdoc/>
    public long FlitsLeft { get; private set; }

    /// <inheritdoc/>
    public long CreatedLeft { get; private set; }

    /// <inheritdoc/>
    public long FlitHops { get; private set; }

    /// <inheritdoc/>
    public int PacketsInside => _inside;

    /// <inheritdoc/>
    public ReadOnlySpan<Delivery> Delivered => _deliveries.Due;

    /// <inheritdoc/>
    public bool CanOffer(int node) => _sources[node].FreeAt <= _now;

    /// <inheritdoc/>
    public void Offer(int source, int destination, int flits, long created, int tag)
    {
        // Nothing on the way checks it.
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)destination, (uint)_graph.Nodes, nameof(destination));
        Enter(Make(source, destination, flits, created, tag));
    }

    /// <inheritdoc/>
    public void BeginCycle()
    {
        _deliveries.Advance(_now);
        foreach (ref readonly var delivery in _deliveries.Due)
        {
            FlitsLeft += delivery.Flits;
            CreatedLeft += delivery.Flits * delivery.Created;
            _inside--;
        }

        _calendar.Pass(_now);
        _latest = _now + _calendar.Horizon - ParkedCycles - FlitSpan;
        _arrivals.Advance(_now);
        foreach (ref readonly var packet in _arrivals.Due)
        {
            Arrive(packet);
            if (_retryCount != 0)
            {
                Settle();
            }
        }
    }

    /// <inheritdoc/>
    public void EndCycle()
    {
        if (++_now == Era)
        {
            BeginEra();
        }
    }

    // Those who waited for what has just become known try again, and so on.
    private void Settle()
    {
        while (_retryFirst < _retryCount)
        {
            var number = _retry[_retryFirst++];
            ref readonly var waiting = ref _waiting[number];
            var (channel, behind) = (waiting.Packet.At, waiting.Behind);
            if (channel == None)
            {
                Enter(number);
            }
            else if (waiting.IsCopy)
            {
                LeaveAsCopy(number);
            }
            else if (Leave(number))
            {
                ChannelAt(channel).First = behind;
                if (behind != None)
                {
                    Again(behind);
                }
            }
        }

        (_retryFirst, _retryCount) = (0, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Again(int number)
    {
        if (_retryCount == _retry.Length)
        {
            Array.Resize(ref _retry, 2 * _retry.Length);
        }

        _retry[_retryCount++] = number;
    }

    // The calendar reaches as far as the flits of such a packet may have to wait for credits and for the packets that crossed before.
    private void MakeRoom(int flits)
    {
        _longestPacket = flits;
        _calendar.Extend(_now, (2 * ParkedCycles) + (2 * flits * (FlitSpan + (_longestLoop / _depth))) + (2 * _channels * _depth));
    }
}
