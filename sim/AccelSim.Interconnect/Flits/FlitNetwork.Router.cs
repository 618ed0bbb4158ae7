using System.Numerics;

namespace AccelSim.Interconnect;

/// <content>One cycle of one router.</content>
public sealed partial class FlitNetwork
{
    private readonly RouterLists _lists;

    // Which of the router's input channels wait for what, in the order in which they began to: the order decides who asks the coin first.
    private sealed class RouterLists(int routers, int inputs)
    {
        public readonly short[] Routing = new short[routers * inputs];
        public readonly short[] Allocating = new short[routers * inputs];
        public readonly short[] Sending = new short[routers * inputs];
        public readonly int[] RoutingCount = new int[routers];
        public readonly int[] AllocatingCount = new int[routers];
        public readonly int[] SendingCount = new int[routers];
    }

    // Returns whether the router has anything left to do.
    private bool StepRouter(int router)
    {
        var list = router * _inputs;
        TakeArrivals(router, list);
        var allocating = _lists.AllocatingCount[router];
        var sending = _lists.SendingCount[router];
        if (allocating > 0)
        {
            MatchChannels(router, _lists.Allocating.AsSpan(list, allocating));
        }

        if (sending > 0)
        {
            MatchSwitch(router, _lists.Sending.AsSpan(list, sending));
        }

        var next = _scratch;
        next.AllocatingCount = 0;
        next.SendingCount = 0;
        if (_lists.RoutingCount[router] > 0)
        {
            FinishRouting(router, list);
        }

        if (allocating > 0)
        {
            CommitChannels(router, _lists.Allocating.AsSpan(list, allocating));
        }

        if (sending > 0)
        {
            CommitSwitch(router, list, _lists.Sending.AsSpan(list, sending));
        }

        next.Allocating.AsSpan(0, next.AllocatingCount).CopyTo(_lists.Allocating.AsSpan(list));
        next.Sending.AsSpan(0, next.SendingCount).CopyTo(_lists.Sending.AsSpan(list));
        _lists.AllocatingCount[router] = next.AllocatingCount;
        _lists.SendingCount[router] = next.SendingCount;
        return _lists.RoutingCount[router] + next.AllocatingCount + next.SendingCount > 0;
    }

    private void TakeArrivals(int router, int list)
    {
        for (var ports = _arrived[router]; ports != 0; ports &= ports - 1)
        {
            var port = BitOperations.TrailingZeroCount(ports);
            var input = (port * _channels) + _stagedChannel[(router * _ports) + port];
            var channel = list + input;
            var at = _heads[channel] + _counts[channel];
            _buffers[(channel * _depth) + (at >= _depth ? at - _depth : at)] = _staged[(router * _ports) + port];
            var wasEmpty = _counts[channel]++ == 0;
            if (_states[channel] == ChannelState.Idle)
            {
                if (_routingDelay > 0)
                {
                    BeginRouting(router, list, input, Now + _routingDelay - 1);
                }
                else
                {
                    RouteHead(router, input, channel);
                    _lists.Allocating[list + _lists.AllocatingCount[router]++] = (short)input;
                    if (_speculative)
                    {
                        _lists.Sending[list + _lists.SendingCount[router]++] = (short)input;
                    }
                }
            }
            else if (wasEmpty && _states[channel] == ChannelState.Active)
            {
                _lists.Sending[list + _lists.SendingCount[router]++] = (short)input;
            }
        }

        _arrived[router] = 0;
    }

    private void BeginRouting(int router, int list, int input, long due)
    {
        _states[list + input] = ChannelState.Routing;
        _routeDue[list + input] = due;
        _lists.Routing[list + _lists.RoutingCount[router]++] = (short)input;
    }

    private void FinishRouting(int router, int list)
    {
        var queue = _lists.Routing.AsSpan(list, _lists.RoutingCount[router]);
        var done = 0;
        while (done < queue.Length && _routeDue[list + queue[done]] <= Now)
        {
            var input = queue[done++];
            RouteHead(router, input, list + input);
            _scratch.Allocating[_scratch.AllocatingCount++] = input;
            if (_speculative)
            {
                _scratch.Sending[_scratch.SendingCount++] = input;
            }
        }

        queue[done..].CopyTo(queue);
        _lists.RoutingCount[router] -= done;
    }

    private void RouteHead(int router, int input, int channel)
    {
        ref var packet = ref _pool.Packets[PacketOf(_buffers[(channel * _depth) + _heads[channel]])];
        var step = _graph.Routing.Route(router, input / _channels, packet.Destination, packet.UpperHalf, _coin);
        packet.UpperHalf = step.Channels == ChannelClass.Upper;
        _outputs[channel] = (byte)step.Output;
        var half = _channels / 2;
        _allowed[channel] = step.Channels switch
        {
            ChannelClass.Lower => (1u << (_channels - half)) - 1,
            ChannelClass.Upper => _allChannels & ~((1u << half) - 1),
            _ => _allChannels,
        };
        _states[channel] = ChannelState.Allocating;
    }

    private void CommitChannels(int router, ReadOnlySpan<short> waiting)
    {
        var next = _scratch;
        var list = router * _inputs;
        foreach (var input in waiting)
        {
            var granted = next.ChannelGrant[input];
            if (granted < 0)
            {
                next.Allocating[next.AllocatingCount++] = input;
                continue;
            }

            var channel = list + input;
            var output = _outputs[channel];
            _freeChannels[(router * _ports) + output] &= ~(1u << (granted - (output * _channels)));
            _outChannels[channel] = list + granted;
            _states[channel] = ChannelState.Active;
            if (!_speculative)
            {
                next.Sending[next.SendingCount++] = input;
            }
        }
    }

    private void CommitSwitch(int router, int list, ReadOnlySpan<short> waiting)
    {
        var next = _scratch;
        foreach (var input in waiting)
        {
            var channel = list + input;
            if (!next.SwitchGrant[input] || _states[channel] != ChannelState.Active || _credits[_outChannels[channel]] == 0)
            {
                next.Sending[next.SendingCount++] = input;
                continue;
            }

            var last = Send(router, input, channel);
            if (_counts[channel] == 0)
            {
                _states[channel] = last ? ChannelState.Idle : ChannelState.Active;
            }
            else if (!last)
            {
                next.Sending[next.SendingCount++] = input;
            }
            else if (_routingDelay > 0)
            {
                BeginRouting(router, list, input, Now + _routingDelay);
            }
            else
            {
                RouteHead(router, input, channel);
                next.Allocating[next.AllocatingCount++] = input;
                if (_speculative)
                {
                    next.Sending[next.SendingCount++] = input;
                }
            }
        }
    }

    // The flit in front leaves; returns whether it was its packet's last.
    private bool Send(int router, int input, int channel)
    {
        var head = _heads[channel];
        var flit = _buffers[(channel * _depth) + head];
        _heads[channel] = (byte)(head + 1 == _depth ? 0 : head + 1);
        _counts[channel]--;
        FlitHops++;
        var output = (router * _ports) + _outputs[channel];
        var outChannel = _outChannels[channel];
        _credits[outChannel]--;
        var last = IsLast(flit);
        if (last)
        {
            _freeChannels[output] |= 1u << (outChannel - (output * _channels));
            _pool.Packets[PacketOf(flit)].Hops++;
        }

        var next = _graph.Next[output];
        var target = next < 0 ? -1 - outChannel : (next * _channels) + outChannel - (output * _channels);
        _flits.Add(Now + _flightOf[output], target, flit);
        var port = (router * _ports) + (input / _channels);
        var before = _graph.Previous[port];
        var own = channel - (port * _channels);
        if (before < 0)
        {
            _returned.Add(Now + 1 + _endLatency, (_graph.Routers * _inputs) + ((-1 - before) * _channels) + own, 0);
        }
        else
        {
            _returned.Add(Now + 1 + _linkLatency + _creditDelay, (before * _channels) + own, 0);
        }

        return last;
    }
}
