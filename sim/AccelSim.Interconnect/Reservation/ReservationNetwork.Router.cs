namespace AccelSim.Interconnect;

/// <content>What a packet promises: at its source and at each router.</content>
public sealed partial class ReservationNetwork
{
    // A source sends a packet's flits one after the other, into the channel next in turn that has room first.
    private void Enter(int number)
    {
        ref var packet = ref _packets[number];
        ref var source = ref _sources[packet.Source];
        var rights = ((_graph.Routers * _ports) + packet.Source) * _channels;
        if (packet.OutChannel == None && !ChooseEntry(ref packet, number, rights, source.LastChannel))
        {
            return;
        }

        if (!KnowsCredits(packet.OutChannel, packet.Flits))
        {
            _rights[packet.OutChannel].CreditWaiter = number;
            return;
        }

        var at = packet.Flits == 1 ? packet.Entered = Math.Max(Now, CreditAt(packet.OutChannel, 0)) : SendFlits(ref packet);
        Spend(packet.OutChannel, packet.Flits);
        FlitsEntered += packet.Flits;
        source.FreeAt = at + 1;
        source.LastChannel = packet.OutChannel - rights;
        packet.At = (_graph.EntryOf[packet.Source] * _channels) + source.LastChannel;
        packet.OutChannel = None;
        packet.HeadAt = packet.Entered + 1 + _endLatency;
        packet.TailAt = at + 1 + _endLatency;
        Schedule(number, packet.HeadAt);
    }

    // One flit per cycle, as there are credits; returns when the last one leaves the source.
    private long SendFlits(ref Packet packet)
    {
        Span<long> sent = stackalloc long[_depth];
        var loop = 2 + (2 * _endLatency) + _routing + _switching;
        var at = Now - 1;
        for (var flit = 0; flit < packet.Flits; flit++)
        {
            var slot = flit % _depth;
            at = Math.Max(at + 1, flit < _depth ? CreditAt(packet.OutChannel, flit) : sent[slot] + loop);
            sent[slot] = at;
            packet.Entered = flit == 0 ? at : packet.Entered;
        }

        return at;
    }

    private bool ChooseEntry(ref Packet packet, int number, int rights, int last)
    {
        var earliest = Unknown;
        for (var i = 1; i <= _channels; i++)
        {
            var turn = last + i;
            var candidate = rights + (turn >= _channels ? turn - _channels : turn);
            var room = CreditAt(candidate, 0);
            if (room < earliest)
            {
                earliest = room;
                packet.OutChannel = candidate;
                if (room <= Now)
                {
                    break;
                }
            }
        }

        for (var i = 0; i < _channels && earliest == Unknown; i++)
        {
            _rights[rights + i].CreditWaiter = number;
        }

        return earliest != Unknown;
    }

    // Works out when a packet at the front of its buffer leaves; false where that hangs on another that does not know yet.
    private bool Leave(int number)
    {
        ref var packet = ref _packets[number];
        ref var here = ref _buffers[packet.At];
        var port = _portOf[packet.At];
        if (packet.Output == None)
        {
            var router = _routerOf[port];
            var step = _graph.Route(router, port - (router * _ports), packet.Destination, packet.Channels == ChannelClass.Upper, _coin);
            packet.Output = (router * _ports) + step.Output;
            packet.Channels = step.Channels;
            packet.Hops++;
        }

        var output = packet.Output;
        if (packet.OutChannel == None && !ChooseChannel(ref packet, Math.Max(packet.HeadAt, here.LastLeft + 1) + _routing))
        {
            AwaitChannel(output, number);
            return false;
        }

        ref var there = ref _rights[packet.OutChannel];
        if (!KnowsCredits(packet.OutChannel, packet.Flits))
        {
            there.CreditWaiter = number;
            return false;
        }

        var from = packet.AllocatedAt + _switching;
        if (from > Now + SlotCalendar.Horizon - (4 * packet.Flits) - 64)
        {
            packet.Parked = true;
            Schedule(number, Now + 64);
            return false;
        }

        var last = 0L;
        var first = packet.Flits == 1 ? last = CrossSwitch(ref packet, port, output, from) : CrossSwitch(ref packet, port, output, from, out last);
        here.LastLeft = last;
        here.Left = Advance(here.Left, packet.Flits);
        there.FreeAt = last;
        WakeSender(_creditOf[packet.At]);
        WakeWaiters(output);
        packet.Behind = None;
        packet.Output = None;
        packet.HeadAt = first + _flightOf[output];
        packet.TailAt = last + _flightOf[output];
        var leaves = _graph.Next[output] < 0;
        packet.At = leaves ? None : (_graph.Next[output] * _channels) + packet.OutChannel - (output * _channels);
        packet.OutChannel = None;
        Schedule(number, leaves ? packet.TailAt : packet.HeadAt);
        return true;
    }

    // Takes the allowed channel that has been free or becomes free first; equals take turns.
    private bool ChooseChannel(ref Packet packet, long ready)
    {
        var half = _channels / 2;
        var (low, count) = packet.Channels switch
        {
            ChannelClass.Lower => (0, _channels - half),
            ChannelClass.Upper => (half, _channels - half),
            _ => (0, _channels),
        };
        var turn = _turnOf[packet.Output];
        turn = turn >= count ? 0 : turn;
        var earliest = Unknown;
        for (var i = 0; i < count; i++)
        {
            var own = low + (turn + i >= count ? turn + i - count : turn + i);
            var candidate = (packet.Output * _channels) + own;
            var free = Math.Max(ready, _rights[candidate].FreeAt == Unknown ? Unknown : _rights[candidate].FreeAt + 1);
            if (free < earliest)
            {
                earliest = free;
                packet.OutChannel = candidate;
                packet.AllocatedAt = free;
                if (free == ready)
                {
                    break;
                }
            }
        }

        if (earliest == Unknown)
        {
            return false;
        }

        _turnOf[packet.Output] = packet.OutChannel - (packet.Output * _channels) - low + 1;
        _rights[packet.OutChannel].FreeAt = Unknown;
        return true;
    }

    private int Advance(int slot, int flits)
    {
        var at = slot + flits;
        return at < _depth ? at : at < 2 * _depth ? at - _depth : at % _depth;
    }

    // As below, for the packet of one flit.
    private long CrossSwitch(ref Packet packet, int port, int output, long from)
    {
        var right = packet.OutChannel;
        ref var sender = ref _rights[right];
        ref var credit = ref _release[(right * _depth) + sender.Sent];
        sender.Sent = sender.Sent + 1 == _depth ? 0 : sender.Sent + 1;
        var at = SlotCalendar.Take(_inputs, port, _outputs, output, Math.Max(Math.Max(from, Now), credit), _burn);
        credit = _graph.Next[output] < 0 ? at + _loopOf[output] : Unknown;
        _release[(_creditOf[packet.At] * _depth) + _buffers[packet.At].Left] = at + _creditFlightOf[port];
        return at;
    }

    // Finds a cycle for each flit; returns that of the first.
    private long CrossSwitch(ref Packet packet, int port, int output, long from, out long last)
    {
        Span<long> crossed = stackalloc long[_depth];
        var credit = packet.OutChannel;
        var returned = _creditOf[packet.At] * _depth;
        var left = _buffers[packet.At].Left;
        var first = 0L;
        var at = Math.Max(from, Now) - 1;
        var gaps = packet.Flits - 1;
        for (var flit = 0; flit < packet.Flits; flit++)
        {
            var slot = flit % _depth;
            var arrived = gaps == 0 ? packet.HeadAt : packet.HeadAt + (flit * (packet.TailAt - packet.HeadAt) / gaps);
            var room = flit < _depth ? CreditAt(credit, flit) : crossed[slot] + _loopOf[output];
            at = SlotCalendar.Take(_inputs, port, _outputs, output, Math.Max(Math.Max(at + 1, arrived), room), _burn);
            crossed[slot] = at;
            first = flit == 0 ? at : first;
            _release[returned + Advance(left, flit)] = at + _creditFlightOf[port];
        }

        last = at;
        if (_graph.Next[output] < 0)
        {
            Exit(credit, packet.Flits, crossed, _loopOf[output]);
        }
        else
        {
            Spend(credit, packet.Flits);
        }

        return first;
    }

    // A node takes every flit at once and returns its credit.
    private void Exit(int channel, int flits, ReadOnlySpan<long> crossed, int loop)
    {
        ref var state = ref _rights[channel];
        for (var flit = Math.Max(0, flits - _depth); flit < flits; flit++)
        {
            _release[(channel * _depth) + Advance(state.Sent, flit)] = crossed[flit % _depth] + loop;
        }

        state.Sent = Advance(state.Sent, flits);
    }

    // Credits are spent in order; that of a flit comes back when it is known when the flit leaves the buffer it goes to.
    private void Spend(int channel, int flits)
    {
        ref var state = ref _rights[channel];
        for (var flit = 0; flit < Math.Min(flits, _depth); flit++)
        {
            _release[(channel * _depth) + Advance(state.Sent, flit)] = Unknown;
        }

        state.Sent = Advance(state.Sent, flits);
    }

    private long CreditAt(int right, int flit) => _release[(right * _depth) + Advance(_rights[right].Sent, flit)];

    private bool KnowsCredits(int right, int flits)
    {
        for (var flit = 0; flit < Math.Min(flits, _depth); flit++)
        {
            if (CreditAt(right, flit) == Unknown)
            {
                return false;
            }
        }

        return true;
    }

    private void AwaitChannel(int output, int number)
    {
        _packets[number].WaitNext = None;
        if (_outputWaiters[output] == None)
        {
            _outputWaiters[output] = number;
        }
        else
        {
            _packets[_outputWaitersLast[output]].WaitNext = number;
        }

        _outputWaitersLast[output] = number;
    }

    private void WakeWaiters(int output)
    {
        var waiter = _outputWaiters[output];
        _outputWaiters[output] = None;
        for (; waiter != None; waiter = _packets[waiter].WaitNext)
        {
            Again(waiter);
        }
    }

    private void WakeSender(int right)
    {
        var waiter = _rights[right].CreditWaiter;
        if (waiter == None)
        {
            return;
        }

        Again(waiter);
        _rights[right].CreditWaiter = None;
        if (right >= _graph.Routers * _ports * _channels)
        {
            // A source that cannot choose yet waits for any of its channels.
            var first = right - (right % _channels);
            for (var i = 0; i < _channels; i++)
            {
                _rights[first + i].CreditWaiter = None;
            }
        }
    }
}
