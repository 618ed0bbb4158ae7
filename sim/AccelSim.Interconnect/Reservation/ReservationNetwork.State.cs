using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <content>
/// What is known of packets, links and their channels. Times are 32-bit, counted from a cycle that moves on now and then: what one hop touches
/// must fit few cache lines, for their misses are most of its time.
/// </content>
public sealed partial class ReservationNetwork
{
    private const int HeaderWords = 7;
    private const int LineWords = 16;

    // Cycles after which the beginning of time moves; a multiple of what calendar and due list hold.
    private const int Era = 1 << 20;

    // A time in the past.
    private const int LongAgo = -Era;

    // What every hop asks for is got at without a check of its bounds.
    private ref Channel ChannelAt(int channel) =>
        ref Unsafe.As<int, Channel>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_words), (nuint)(uint)channel));

    private static ref int CreditAt(ref Channel channel, ushort slot) =>
        ref Unsafe.Add(ref Unsafe.Add(ref Unsafe.As<Channel, int>(ref channel), HeaderWords), (nuint)slot);

    private ref Link LinkAt(int link) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_links), (nuint)(uint)link);

    // Moves the beginning of time to now.
    private void BeginEra()
    {
        _eraBegan += Era;
        _now -= Era;
        for (var channel = _firstChannel; channel + _channelWords <= _words.Length; channel += _channelWords)
        {
            ref var state = ref ChannelAt(channel);
            state.FreeFrom = Earlier(state.FreeFrom);
            state.FrontFrom = Earlier(state.FrontFrom);
            foreach (ref var credit in _words.AsSpan(channel + HeaderWords, _depth))
            {
                credit = Earlier(credit);
            }
        }

        foreach (ref var waiting in _waiting.AsSpan())
        {
            waiting.HeadAt -= Era;
            waiting.AllocatedAt -= Era;
        }

        _arrivals.Shift(Era);
        _deliveries.Shift(Era);
        foreach (ref var time in _copied.AsSpan())
        {
            time = Earlier(time);
        }

        foreach (ref var source in _sources.AsSpan())
        {
            source.FreeAt = Earlier(source.FreeAt);
        }
    }

    private static int Earlier(int time) => time == Unknown ? Unknown : Math.Max(time - Era, LongAgo);

    // Room for all channels; the first one begins a cache line.
    private static int[] Lines(int words, out int first)
    {
        var lines = GC.AllocateArray<int>(words + LineWords, pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(lines, 0).ToInt64() / sizeof(int);
        first = (int)(-address & (LineWords - 1));
        return lines;
    }

    private Link LinkOf(int link, FabricSpec spec)
    {
        var (linkLatency, creditDelay) = ((int)spec.Links.Latency.Count, (int)spec.Router.CreditDelay.Count);
        var fromNode = link >= _outputs;
        var behind = fromNode ? _graph.EntryOf[link - _outputs] : _graph.Next[link];
        var leaves = behind < 0;
        var router = leaves ? 0 : behind / _graph.Ports;
        var flight = fromNode ? 1 + _endLatency : (int)spec.Router.TraversalDelay.Count + 1 + (leaves ? _endLatency : linkLatency);
        return new Link
        {
            FirstOutput = leaves ? None : router * _graph.Ports,
            FirstRoute = router * _graph.Nodes,
            FirstChannel = _firstChannel + (link * _linkWords),
            Input = (short)(leaves ? 0 : behind - (router * _graph.Ports)),
            Flight = (short)flight,
            Loop = (short)(flight + 1 + creditDelay + (leaves ? _endLatency : _routing + _switching + linkLatency)),
            Waiters = None,
        };
    }

    // A packet on its way: what every router asks about it.
    private struct Packet
    {
        public int Number;
        public int Destination;

        // The channel for whose buffer it is bound and the link of that channel; none before it has entered.
        public int At;
        public int Link;

        // Link by which it leaves the router there; none where that hangs on more than router and destination.
        public int Output;
        public int Flits;

        // Cycles from its head to its tail.
        public int TailLag;

        // Routers that it has left.
        public short Hops;
        public ChannelClass Channels;
    }

    // A packet that could not promise at once: at its source, or in a buffer.
    private struct Waiting
    {
        public Packet Packet;
        public int HeadAt;

        // Channel by which it leaves the router, and from when it is its own.
        public int OutChannel;
        public int AllocatedAt;

        // Next in its buffer, and next among those who wait for a channel of the same link.
        public int Behind;
        public int WaitNext;

        // One of the copies of the packet at the front of the buffer.
        public bool IsCopy;
    }

    // What is asked again only when it arrives.
    private struct Origin
    {
        public long Created;
        public long Entered;
        public int Source;
        public int Tag;

        // Of packets that go to several nodes: which these are, the packet that this one is a copy of, copies that do not know yet when they leave.
        public Part Part;
        public int Parent;
        public int Copies;
    }

    // A link by its output port; those of the nodes come after those of the routers. Where it ends: first output of the router behind it (none
    // for an exit), first entry of that router in the table of routes, and which of its inputs.
    private struct Link
    {
        public int FirstOutput;
        public int FirstRoute;
        public int FirstChannel;
        public int Waiters;
        public int LastWaiter;

        // Words from the first channel to the one whose turn it is.
        public int Turn;
        public short Input;

        // Switch to front of the next buffer.
        public short Flight;

        // A flit crosses the switch until its credit lets the next one do so, if it does not wait.
        public short Loop;
    }

    // A virtual channel of a link, both ends of it. In the words behind it: per slot of its buffer, from when the credit can be spent.
    private struct Channel
    {
        // From when the next packet may have it; unknown while its last flit is.
        public int FreeFrom;

        // From when the next packet in its buffer is at the front.
        public int FrontFrom;
        public int First;
        public int Last;
        public int CreditWaiter;

        // A flit leaves the buffer until its credit is there.
        public int CreditFlight;

        // Slots of the next credit to spend and to return.
        public ushort Spent;
        public ushort Returned;
    }

    private struct Source
    {
        public int FreeAt;

        // Words from the first channel to the one that comes before the others next time.
        public int Turn;
    }
}
