using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>What a packet promises at each router.</content>
public sealed partial class ReservationNetwork
{
    // Most packets find an empty buffer and all that they need: they promise at once, and go on without having been kept anywhere.
    private void Arrive(ref Packet packet)
    {
        if (packet.Parked)
        {
            Again(packet.Number);
            return;
        }

        ref var here = ref ChannelAt(packet.At);
        if (here.First != None)
        {
            Append(ref here, packet, None, None, 0);
            return;
        }

        var (output, channel, allocatedAt) = (None, None, 0);
        if (packet.Destination != Several)
        {
            output = ChooseOutput(ref packet);
            channel = ChooseChannel(packet, output, Math.Max(_now, here.FrontFrom) + _routing, out allocatedAt);
            if (channel != None && Cross(packet, _now, output, channel, allocatedAt))
            {
                return;
            }
        }

        Append(ref here, packet, output, channel, allocatedAt);
        Again(packet.Number);
    }

    // Works out when a packet at the front of its buffer leaves; false where that hangs on another that does not know yet.
    private bool Leave(int number)
    {
        ref var waiting = ref _waiting[number];
        ref var packet = ref waiting.Packet;
        if (waiting.Output == None)
        {
            if (packet.Destination == Several && Parts(number))
            {
                return LeaveInCopies(number);
            }

            waiting.Output = waiting.Output == None ? ChooseOutput(ref packet) : waiting.Output;
        }

        if (waiting.OutChannel == None)
        {
            var ready = Math.Max(waiting.HeadAt, ChannelAt(packet.At).FrontFrom) + _routing;
            waiting.OutChannel = ChooseChannel(packet, waiting.Output, ready, out waiting.AllocatedAt);
            if (waiting.OutChannel == None)
            {
                AwaitChannel(ref _links[waiting.Output], number);
                return false;
            }
        }

        if (!Cross(packet, waiting.HeadAt, waiting.Output, waiting.OutChannel, waiting.AllocatedAt))
        {
            Stay(number);
            return false;
        }

        return true;
    }

    // Across the switch as soon as there are credits; false where one is not known, or all that is too far ahead.
    private bool Cross(in Packet packet, int headAt, int outputAt, int channel, int allocatedAt)
    {
        ref var here = ref ChannelAt(packet.At);
        ref var there = ref ChannelAt(channel);
        ref readonly var link = ref _links[packet.Link];
        ref var output = ref _links[outputAt];
        var from = Math.Max(_now, allocatedAt + _switching);
        int first, last;
        if (packet.Flits == 1)
        {
            ref var credit = ref _words[channel + HeaderWords + there.Spent];
            if (credit == Unknown || from > _soon - 4)
            {
                return false;
            }

            FlitHops++;
            first = last = _calendar.Take(packet.Link, outputAt, Math.Max(from, credit + _bidding));
            credit = output.FirstOutput == None ? first + output.Loop : Unknown;
            there.Spent = After(there.Spent);
            _words[packet.At + HeaderWords + here.Returned] = first + link.CreditFlight;
            here.Returned = After(here.Returned);
        }
        else
        {
            if (from > _soon - (4 * packet.Flits) || !KnowsCredits(channel, packet.Flits))
            {
                return false;
            }

            first = CrossSwitch(packet, headAt, outputAt, channel, from, out last);
        }

        here.FrontFrom = last + 1;
        there.FreeFrom = last + 1;
        if (here.CreditWaiter != None)
        {
            WakeSender(packet.At, packet.Link);
        }

        if (output.Waiters != None)
        {
            WakeWaiters(ref output);
        }

        Send(packet, output, outputAt, channel, first, last);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Stay(int number)
    {
        ref readonly var waiting = ref _waiting[number];
        if (KnowsCredits(waiting.OutChannel, waiting.Packet.Flits))
        {
            _arrivals.Add(_now + ParkedCycles) = waiting.Packet with { Parked = true };
        }
        else
        {
            ChannelAt(waiting.OutChannel).CreditWaiter = number;
        }
    }

    // On the link: it is due at the next router with its head, at a node with its tail.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Send(in Packet packet, in Link output, int outputAt, int channel, int first, int last)
    {
        if (output.FirstOutput == None)
        {
            Deliver(packet, last + output.Flight);
            return;
        }

        ref var next = ref _arrivals.Add(first + output.Flight);
        next.Number = packet.Number;
        next.Destination = packet.Destination;
        next.Flits = packet.Flits;
        next.At = channel;
        next.Link = outputAt;
        next.TailLag = last - first;
        next.Hops = (short)(packet.Hops + 1);
        next.Channels = packet.Channels;
        next.Parked = false;
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

    private int ChooseOutput(ref Packet packet)
    {
        ref readonly var link = ref _links[packet.Link];
        if (_fixedOutputs is { } outputs)
        {
            return link.FirstOutput + outputs[link.FirstRoute + packet.Destination];
        }

        var step = _graph.Route(link.FirstRoute / _graph.Nodes, link.Input, packet.Destination, packet.Channels == ChannelClass.Upper, _coin);
        packet.Channels = step.Channels;
        return link.FirstOutput + step.Output;
    }

    // Takes the allowed channel that has been free or becomes free first; equals take turns. None where that of none is known.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ChooseChannel(in Packet packet, int outputAt, int ready, out int allocatedAt)
    {
        ref var output = ref _links[outputAt];
        var turn = output.Turn;
        var inTurn = output.FirstChannel + (turn * _channelWords);
        ref var state = ref ChannelAt(inTurn);
        if (packet.Channels != ChannelClass.Any || state.FreeFrom > ready)
        {
            return ChooseEarliest(packet.Channels, ref output, ready, out allocatedAt);
        }

        state.FreeFrom = Unknown;
        allocatedAt = ready;
        output.Turn = turn + 1 == _channels ? 0 : turn + 1;
        return inTurn;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ChooseEarliest(ChannelClass channels, ref Link output, int ready, out int allocatedAt)
    {
        var half = _channels / 2;
        var low = channels == ChannelClass.Upper ? half : 0;
        var count = channels == ChannelClass.Any ? _channels : _channels - half;
        var first = output.FirstChannel + (low * _channelWords);
        var turn = output.Turn;
        var chosen = turn;
        allocatedAt = Unknown;
        for (var i = 0; i < count; i++)
        {
            var free = Math.Max(ready, ChannelAt(first + (turn * _channelWords)).FreeFrom);
            if (free < allocatedAt)
            {
                (allocatedAt, chosen) = (free, turn);
            }

            turn = turn + 1 == count ? 0 : turn + 1;
        }

        if (allocatedAt == Unknown)
        {
            return None;
        }

        output.Turn = chosen + 1 == count ? 0 : chosen + 1;
        ChannelAt(first + (chosen * _channelWords)).FreeFrom = Unknown;
        return first + (chosen * _channelWords);
    }

    private short After(short slot) => (short)(slot + 1 == _depth ? 0 : slot + 1);

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
    private void Append(ref Channel channel, in Packet packet, int output, int outChannel, int allocatedAt)
    {
        _waiting[packet.Number] = new Waiting
        {
            Packet = packet,
            HeadAt = _now,
            Output = output,
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
