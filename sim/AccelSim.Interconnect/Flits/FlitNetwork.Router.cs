using System.Numerics;
using System.Runtime.CompilerServices;

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
    [MethodImpl(MethodImplOptions.NoInlining)]
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

        Copy(next.Allocating, _lists.Allocating, list, next.AllocatingCount);
        Copy(next.Sending, _lists.Sending, list, next.SendingCount);
        _lists.AllocatingCount[router] = next.AllocatingCount;
        _lists.SendingCount[router] = next.SendingCount;
        return _lists.RoutingCount[router] + next.AllocatingCount + next.SendingCount > 0;
    }

    // Lists are short; a block copy costs more than its loop.
    private static void Copy(short[] from, short[] to, int at, int count)
    {
        for (var i = 0; i < count; i++)
        {
            to[at + i] = from[i];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeArrivals(int router, int list)
    {
        for (var ports = _arrived[router]; ports != 0; ports &= ports - 1)
        {
            var port = BitOperations.TrailingZeroCount(ports);
            var input = (port * _channels) + _stagedChannel[(router * _ports) + port];
            ref var channel = ref _inputChannels[list + input];
            var at = channel.Head + channel.Count;
            _buffers[((list + input) * _depth) + (at >= _depth ? at - _depth : at)] = _staged[(router * _ports) + port];
            var wasEmpty = channel.Count++ == 0;
            if (channel.State == ChannelState.Idle)
            {
                if (_routingDelay > 0)
                {
                    BeginRouting(router, list, input, Now + _routingDelay - 1);
                }
                else
                {
                    RouteHead(router, input, list + input);
                    _lists.Allocating[list + _lists.AllocatingCount[router]++] = (short)input;
                    if (_speculative)
                    {
                        _lists.Sending[list + _lists.SendingCount[router]++] = (short)input;
                    }
                }
            }
            else if (wasEmpty && channel.State == ChannelState.Active)
            {
                _lists.Sending[list + _lists.SendingCount[router]++] = (short)input;
            }
        }

        _arrived[router] = 0;
    }

    private void BeginRouting(int router, int list, int input, long due)
    {
        _inputChannels[list + input].State = ChannelState.Routing;
        _inputChannels[list + input].RouteDue = due;
        _lists.Routing[list + _lists.RoutingCount[router]++] = (short)input;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FinishRouting(int router, int list)
    {
        var queue = _lists.Routing.AsSpan(list, _lists.RoutingCount[router]);
        var done = 0;
        while (done < queue.Length && _inputChannels[list + queue[done]].RouteDue <= Now)
        {
            var input = queue[done++];
            RouteHead(router, input, list + input);
            _scratch.Allocating[_scratch.AllocatingCount++] = input;
            if (_speculative)
            {
                _scratch.Sending[_scratch.SendingCount++] = input;
            }
        }

        if (done < queue.Length)
        {
            queue[done..].CopyTo(queue);
        }

        _lists.RoutingCount[router] -= done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RouteHead(int router, int input, int at)
    {
        ref var channel = ref _inputChannels[at];
        ref var packet = ref _pool.Items[PacketOf(_buffers[(at * _depth) + channel.Head])];
        var step = _graph.Route(router, _portOf[input], packet.Destination, packet.UpperHalf, _coin);
        packet.UpperHalf = step.Channels == ChannelClass.Upper;
        channel.Output = (byte)step.Output;
        var half = _channels / 2;
        channel.Allowed = step.Channels switch
        {
            ChannelClass.Lower => (1u << (_channels - half)) - 1,
            ChannelClass.Upper => _allChannels & ~((1u << half) - 1),
            _ => _allChannels,
        };
        channel.State = ChannelState.Allocating;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
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

            ref var channel = ref _inputChannels[list + input];
            _freeChannels[(router * _ports) + channel.Output] &= ~(1u << (granted - (channel.Output * _channels)));
            channel.OutChannel = list + granted;
            channel.State = ChannelState.Active;
            if (!_speculative)
            {
                next.Sending[next.SendingCount++] = input;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CommitSwitch(int router, int list, ReadOnlySpan<short> waiting)
    {
        var next = _scratch;
        foreach (var input in waiting)
        {
            ref var channel = ref _inputChannels[list + input];
            if (!next.SwitchGrant[input] || channel.State != ChannelState.Active || _credits[channel.OutChannel] == 0)
            {
                next.Sending[next.SendingCount++] = input;
                continue;
            }

            var last = Send(router, input, list + input);
            if (channel.Count == 0)
            {
                channel.State = last ? ChannelState.Idle : ChannelState.Active;
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
                RouteHead(router, input, list + input);
                next.Allocating[next.AllocatingCount++] = input;
                if (_speculative)
                {
                    next.Sending[next.SendingCount++] = input;
                }
            }
        }
    }

    // The flit in front leaves; returns whether it was its packet's last.
    private bool Send(int router, int input, int at)
    {
        ref var channel = ref _inputChannels[at];
        var flit = _buffers[(at * _depth) + channel.Head];
        channel.Head = (byte)(channel.Head + 1 == _depth ? 0 : channel.Head + 1);
        channel.Count--;
        FlitHops++;
        var output = (router * _ports) + channel.Output;
        var outChannel = channel.OutChannel;
        _credits[outChannel]--;
        var last = IsLast(flit);
        if (last)
        {
            _freeChannels[output] |= 1u << (outChannel - (output * _channels));
            _pool.Items[PacketOf(flit)].Hops++;
        }

        var next = _graph.Next[output];
        var target = next < 0 ? -1 - outChannel : (next * _channels) + outChannel - (output * _channels);
        _flits.Add(Now + _flightOf[output], target, flit);
        var port = (router * _ports) + _portOf[input];
        var before = _graph.Previous[port];
        var own = at - (port * _channels);
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
