using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>What a packet promises at each router.</content>
public sealed partial class ReservationNetwork
{
    // Works out when a packet at the front of its buffer leaves; false where that hangs on another that does not know yet.
    private bool Leave(int number)
    {
        ref var packet = ref _packets[number];
        ref var here = ref ChannelAt(packet.At);
        ref readonly var link = ref _links[packet.Link];
        if (packet.Output == None)
        {
            if (packet.Destination == Several && Parts(number))
            {
                return LeaveInCopies(number);
            }

            ChooseOutput(ref packet, link);
        }

        ref var output = ref _links[packet.Output];
        if (packet.OutChannel == None && !ChooseChannel(ref packet, ref output, Math.Max(packet.HeadAt, here.FrontFrom) + _routing))
        {
            AwaitChannel(ref output, number);
            return false;
        }

        ref var there = ref ChannelAt(packet.OutChannel);
        var from = Math.Max(_now, packet.AllocatedAt + _switching);
        int first, last;
        if (packet.Flits == 1)
        {
            ref var credit = ref _words[packet.OutChannel + HeaderWords + there.Spent];
            if (credit == Unknown || from > _soon - 4)
            {
                return Stay(ref packet, number, awaitsCredit: credit == Unknown);
            }

            FlitHops++;
            first = last = _calendar.Take(packet.Link, packet.Output, Math.Max(from, credit + _bidding));
            credit = output.FirstOutput == None ? first + output.Loop : Unknown;
            there.Spent = After(there.Spent);
            _words[packet.At + HeaderWords + here.Returned] = first + link.CreditFlight;
            here.Returned = After(here.Returned);
        }
        else
        {
            var awaitsCredit = !KnowsCredits(packet.OutChannel, packet.Flits);
            if (awaitsCredit || from > _soon - (4 * packet.Flits))
            {
                return Stay(ref packet, number, awaitsCredit);
            }

            first = CrossSwitch(packet, from, out last);
        }

        here.FrontFrom = last + 1;
        there.FreeFrom = last + 1;
        if (here.CreditWaiter != None)
        {
            WakeSender(packet.At);
        }

        if (output.Waiters != None)
        {
            WakeWaiters(ref output);
        }

        Send(ref packet, number, first + output.Flight, last + output.Flight, output.FirstOutput == None);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Stay(ref Packet packet, int number, bool awaitsCredit)
    {
        if (awaitsCredit)
        {
            ChannelAt(packet.OutChannel).CreditWaiter = number;
        }
        else
        {
            packet.Parked = true;
            _due.Add(_now + ParkedCycles, number);
        }

        return false;
    }

    // On the link: it is due at the next router with its head, at a node with its tail.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Send(ref Packet packet, int number, int headAt, int tailAt, bool leaves)
    {
        packet.HeadAt = headAt;
        packet.TailAt = tailAt;
        packet.At = leaves ? None : packet.OutChannel;
        packet.Link = packet.Output;
        packet.Behind = None;
        packet.Output = None;
        packet.OutChannel = None;
        _due.Add(leaves ? tailAt : headAt, number);
    }

    private void ChooseOutput(ref Packet packet, in Link link)
    {
        packet.Hops++;
        if (packet.Output != None)
        {
            return;
        }

        if (_fixedOutputs is { } outputs)
        {
            packet.Output = link.FirstOutput + outputs[link.FirstRoute + packet.Destination];
            return;
        }

        var step = _graph.Route(link.FirstRoute / _graph.Nodes, link.Input, packet.Destination, packet.Channels == ChannelClass.Upper, _coin);
        packet.Output = link.FirstOutput + step.Output;
        packet.Channels = step.Channels;
    }

    // Takes the allowed channel that has been free or becomes free first; equals take turns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ChooseChannel(ref Packet packet, ref Link output, int ready)
    {
        var turn = output.Turn < _channels ? output.Turn : 0;
        var inTurn = FirstChannel(packet.Output) + (turn * _channelWords);
        ref var state = ref ChannelAt(inTurn);
        if (packet.Channels != ChannelClass.Any || state.FreeFrom > ready)
        {
            return ChooseEarliest(ref packet, ref output, ready);
        }

        state.FreeFrom = Unknown;
        packet.OutChannel = inTurn;
        packet.AllocatedAt = ready;
        output.Turn = turn + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ChooseEarliest(ref Packet packet, ref Link output, int ready)
    {
        var half = _channels / 2;
        var low = packet.Channels == ChannelClass.Upper ? half : 0;
        var count = packet.Channels == ChannelClass.Any ? _channels : _channels - half;
        var first = FirstChannel(packet.Output) + (low * _channelWords);
        var turn = output.Turn >= count ? 0 : output.Turn;
        var earliest = Unknown;
        var chosen = turn;
        for (var i = 0; i < count; i++)
        {
            var free = Math.Max(ready, ChannelAt(first + (turn * _channelWords)).FreeFrom);
            if (free < earliest)
            {
                (earliest, chosen) = (free, turn);
            }

            turn = turn + 1 == count ? 0 : turn + 1;
        }

        if (earliest == Unknown)
        {
            return false;
        }

        packet.OutChannel = first + (chosen * _channelWords);
        packet.AllocatedAt = earliest;
        output.Turn = chosen + 1;
        ChannelAt(packet.OutChannel).FreeFrom = Unknown;
        return true;
    }

    private short After(short slot) => (short)(slot + 1 == _depth ? 0 : slot + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitChannel(ref Link output, int number)
    {
        _packets[number].WaitNext = None;
        if (output.Waiters == None)
        {
            output.Waiters = number;
        }
        else
        {
            _packets[output.LastWaiter].WaitNext = number;
        }

        output.LastWaiter = number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeWaiters(ref Link output)
    {
        var waiter = output.Waiters;
        output.Waiters = None;
        for (; waiter != None; waiter = _packets[waiter].WaitNext)
        {
            Again(waiter);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeSender(int channel)
    {
        Again(ChannelAt(channel).CreditWaiter);
        ChannelAt(channel).CreditWaiter = None;
        if (channel >= FirstChannel(_outputs))
        {
            // A source that cannot choose yet waits for any of its channels.
            var all = _channels * _channelWords;
            var first = channel - ((channel - _firstChannel) % all);
            for (var i = 0; i < all; i += _channelWords)
            {
                ChannelAt(first + i).CreditWaiter = None;
            }
        }
    }
}
