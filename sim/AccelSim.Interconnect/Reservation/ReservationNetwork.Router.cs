using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AccelSim.Interconnect;

/// <content>What a packet promises at each router.</content>
public sealed partial class ReservationNetwork
{
    // Most packets find an empty buffer and all that they need: they promise at once, and go on without having been kept anywhere.
    private void Arrive(in Packet packet)
    {
        if (packet.Output == None)
        {
            ArriveUnrouted(packet);
            return;
        }

        ref var here = ref ChannelAt(packet.At);
        if (here.First != None)
        {
            Append(ref here, packet, None, 0);
            return;
        }

        ref var output = ref LinkAt(packet.Output);
        var allocatedAt = Math.Max(_now, here.FrontFrom) + _routing;
        var channel = ChooseChannel(ChannelClass.Any, ref output, ref allocatedAt);
        if (channel == None || !Cross(packet, _now, ref here, ref output, channel, allocatedAt + _switching))
        {
            Append(ref here, packet, channel, allocatedAt);
            Again(packet.Number);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ArriveUnrouted(in Packet packet)
    {
        if (packet.Destination != Parked)
        {
            ref var here = ref ChannelAt(packet.At);
            var isFirst = here.First == None;
            Append(ref here, packet, None, 0);
            if (!isFirst)
            {
                return;
            }
        }

        Again(packet.Number);
    }

    // Works out when a packet at the front of its buffer leaves; false where that hangs on another that does not know yet.
    private bool Leave(int number)
    {
        ref var waiting = ref _waiting[number];
        ref var packet = ref waiting.Packet;
        if (packet.Output == None)
        {
            if (packet.Destination == Several && Parts(number))
            {
                return LeaveInCopies(number);
            }

            if (packet.Output == None)
            {
                ChooseOutput(ref packet);
            }
        }

        if (!HasChannel(ref waiting))
        {
            return false;
        }

        var from = Math.Max(_now, waiting.AllocatedAt + _switching);
        if (!Cross(packet, waiting.HeadAt, ref ChannelAt(packet.At), ref LinkAt(packet.Output), waiting.OutChannel, from))
        {
            Stay(number);
            return false;
        }

        return true;
    }

    // Has chosen one, or does so now, or waits for one.
    private bool HasChannel(ref Waiting waiting)
    {
        if (waiting.OutChannel != None)
        {
            return true;
        }

        ref readonly var packet = ref waiting.Packet;
        waiting.AllocatedAt = Math.Max(waiting.HeadAt, ChannelAt(packet.At).FrontFrom) + _routing;
        waiting.OutChannel = ChooseChannel(packet.Channels, ref LinkAt(packet.Output), ref waiting.AllocatedAt);
        if (waiting.OutChannel == None)
        {
            AwaitChannel(ref LinkAt(packet.Output), packet.Number);
            return false;
        }

        return true;
    }

    // Across the switch as soon as there are credits; false where one is not known, or all that is too far ahead.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Cross(in Packet packet, int headAt, ref Channel here, ref Link output, int channel, int from)
    {
        if (packet.Flits != 1)
        {
            return CrossInOrder(packet, headAt, channel, from);
        }

        ref var there = ref ChannelAt(channel);
        ref var credit = ref CreditAt(ref there, there.Spent);
        if (credit > _latest - _bidding || from > _latest)
        {
            return false;
        }

        FlitHops++;
        var at = _calendar.TakeNear(packet.Link, packet.Output, Math.Max(from, credit + _bidding));
        CreditAt(ref here, here.Returned) = at + here.CreditFlight;
        here.Returned = After(here.Returned);
        there.Spent = After(there.Spent);
        here.FrontFrom = at + 1;
        there.FreeFrom = at + 1;
        if (output.FirstOutput == None)
        {
            credit = at + output.Loop;
            Deliver(packet, at + output.Flight);
        }
        else
        {
            credit = Unknown;
            ref var next = ref _arrivals.Add(at + output.Flight);
            next = packet;
            next.At = channel;
            next.Link = packet.Output;
            next.Output = Ahead(output, packet.Destination);
            next.Hops++;
        }

        Wake(ref here, packet, ref output);
        return true;
    }

    private bool CrossInOrder(in Packet packet, int headAt, int channel, int from)
    {
        if (from > _latest - (FlitSpan * (packet.Flits - 1)) || !KnowsCredits(channel, packet.Flits))
        {
            return false;
        }

        ref var here = ref ChannelAt(packet.At);
        ref var output = ref LinkAt(packet.Output);
        var first = CrossSwitch(packet, headAt, channel, from, out var last);
        here.FrontFrom = last + 1;
        ChannelAt(channel).FreeFrom = last + 1;
        Send(packet, output, channel, first, last);
        Wake(ref here, packet, ref output);
        return true;
    }

    // Those who waited for this packet to know.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Wake(ref Channel here, in Packet packet, ref Link output)
    {
        if (here.CreditWaiter != None)
        {
            WakeSender(packet.At, packet.Link);
        }

        if (output.Waiters != None)
        {
            WakeWaiters(ref output);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Stay(int number)
    {
        ref readonly var waiting = ref _waiting[number];
        if (KnowsCredits(waiting.OutChannel, waiting.Packet.Flits))
        {
            _arrivals.Add(_now + ParkedCycles) = new Packet { Number = number, Destination = Parked, Output = None };
        }
        else
        {
            ChannelAt(waiting.OutChannel).CreditWaiter = number;
        }
    }

    // On the link: it is due at the next router with its head, at a node with its tail.
    private void Send(in Packet packet, in Link output, int channel, int first, int last)
    {
        if (output.FirstOutput == None)
        {
            Deliver(packet, last + output.Flight);
            return;
        }

        _arrivals.Add(first + output.Flight) = packet with
        {
            At = channel,
            Link = packet.Output,
            Output = Ahead(output, packet.Destination),
            TailLag = last - first,
            Hops = (short)(packet.Hops + 1),
        };
    }

    private void Deliver(in Packet packet, int cycle)
    {
        ref readonly var origin = ref _origins[packet.Number];
        _deliveries.Add(cycle) =
            new Delivery(origin.Source, packet.Destination, packet.Flits, packet.Hops + 1, origin.Created, origin.Entered, origin.Tag);
        if (origin.Part.Count > 0)
        {
            _lists.Reached(origin.Part);
        }

        _pool.Return(packet.Number);
    }

    // Output that a packet will take at the router behind a link, where that is certain already.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Ahead(in Link link, int destination) => _fixedOutputs is { } outputs && destination != Several
        ? link.FirstOutput + Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(outputs), (nuint)(uint)(link.FirstRoute + destination))
        : None;

    private void ChooseOutput(ref Packet packet)
    {
        ref readonly var link = ref LinkAt(packet.Link);
        var router = link.FirstRoute / _graph.Nodes;
        var step = _graph.Route(router, link.Input, packet.Destination, packet.Channels == ChannelClass.Upper, _coin);
        packet.Channels = step.Channels;
        packet.Output = link.FirstOutput + step.Output;
    }

    // Takes the allowed channel that has been free or becomes free first; equals take turns. None where that of none is known.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ChooseChannel(ChannelClass channels, ref Link output, ref int from)
    {
        var inTurn = output.FirstChannel + output.Turn;
        ref var state = ref ChannelAt(inTurn);
        if (channels != ChannelClass.Any || state.FreeFrom > from)
        {
            var chosen = ChooseEarliest(channels, ref output, from);
            from = _allocatedAt;
            return chosen;
        }

        state.FreeFrom = Unknown;
        output.Turn = Below(output.Turn + _channelWords, _linkWords);
        return inTurn;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ChooseEarliest(ChannelClass channels, ref Link output, int from)
    {
        var half = _channels / 2 * _channelWords;
        var first = output.FirstChannel + (channels == ChannelClass.Upper ? half : 0);
        var words = channels == ChannelClass.Any ? _linkWords : _linkWords - half;
        var turn = output.Turn;
        var chosen = turn;
        _allocatedAt = Unknown;
        for (var i = 0; i < words; i += _channelWords)
        {
            var free = Math.Max(from, ChannelAt(first + turn).FreeFrom);
            if (free < _allocatedAt)
            {
                (_allocatedAt, chosen) = (free, turn);
            }

            turn = Below(turn + _channelWords, words);
        }

        if (_allocatedAt == Unknown)
        {
            return None;
        }

        output.Turn = Below(chosen + _channelWords, words);
        ChannelAt(first + chosen).FreeFrom = Unknown;
        return first + chosen;
    }

    private ushort After(ushort slot) => (ushort)Below(slot + 1, _depth);

    // A number that is less than the limit, or else is the limit and becomes 0; without a branch, which would be one that cannot be foreseen.
    private static int Below(int number, int limit) => number & ((number - limit) >> 31);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitChannel(ref Link output, int number)
    {
        _waiting[number].WaitNext = None;
        if (output.Waiters == None)
        {
            output.Waiters = number;
        }
        else
        {
            _waiting[output.LastWaiter].WaitNext = number;
        }

        output.LastWaiter = number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeWaiters(ref Link output)
    {
        var waiter = output.Waiters;
        output.Waiters = None;
        for (; waiter != None; waiter = _waiting[waiter].WaitNext)
        {
            Again(waiter);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeSender(int channel, int link)
    {
        Again(ChannelAt(channel).CreditWaiter);
        ChannelAt(channel).CreditWaiter = None;
        if (link >= _outputs)
        {
            // A source that cannot choose yet waits for any of its channels.
            for (var i = 0; i < _channels; i++)
            {
                ChannelAt(_links[link].FirstChannel + (i * _channelWords)).CreditWaiter = None;
            }
        }
    }

    // Into the buffer, where it waits with what it has got.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Append(ref Channel channel, in Packet packet, int outChannel, int allocatedAt)
    {
        _waiting[packet.Number] = new Waiting
        {
            Packet = packet,
            HeadAt = _now,
            OutChannel = outChannel,
            AllocatedAt = allocatedAt,
            Behind = None,
        };
        if (channel.First == None)
        {
            channel.First = packet.Number;
        }
        else
        {
            _waiting[channel.Last].Behind = packet.Number;
        }

        channel.Last = packet.Number;
    }
}
