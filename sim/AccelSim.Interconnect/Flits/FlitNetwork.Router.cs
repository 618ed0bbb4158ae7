using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>One cycle of one router.</content>
public sealed partial class FlitNetwork
{
    private readonly RouterLists _lists;

    // Which of the router's input channels wait for what, in the order in which they began to: the order decides who asks the coin first.
    private sealed class RouterLists(int routers, int bidders)
    {
        public readonly int[] Routing = new int[routers * bidders];
        public readonly int[] Allocating = new int[routers * bidders];
        public readonly int[] Sending = new int[routers * bidders];
        public readonly int[] DecidedChannels = new int[routers];
        public readonly int[] DecidedSwitch = new int[routers];
        public readonly int[] RoutingCount = new int[routers];
        public readonly int[] AllocatingCount = new int[routers];
        public readonly int[] SendingCount = new int[routers];
    }

    // Returns whether the router has anything left to do.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool StepRouter(int router)
    {
        var list = router * _bidders;
        TakeArrivals(router, list);
        var allocating = _lists.AllocatingCount[router];
        var sending = _lists.SendingCount[router];
        _scratch.AllocatingCount = 0;
        _scratch.SendingCount = 0;
        if (allocating > 0 && _channelDelay == 1)
        {
            MatchChannels(router, _lists.Allocating.AsSpan(list, allocating));
        }
        else if (allocating > 0)
        {
            allocating = DecideChannels(router, list, allocating);
        }

        if (sending > 0 && _switchDelay == 1)
        {
            MatchSwitch(router, _lists.Sending.AsSpan(list, sending));
        }
        else if (sending > 0)
        {
            sending = DecideSwitch(router, list, sending);
        }

        var next = _scratch;
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

    // Lists are int; a block copy costs more than its loop.
    private static void Copy(int[] from, int[] to, int at, int count)
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
            _buffers[(((router * _inputs) + input) * _depth) + (at >= _depth ? at - _depth : at)] = _staged[(router * _ports) + port];
            var wasEmpty = channel.Count++ == 0;
            if (channel.State == ChannelState.Idle)
            {
                if (_routingDelay > 0)
                {
                    BeginRouting(router, list, input, Now + _routingDelay - 1);
                }
                else
                {
                    RouteHead(router, input, now: true);
                }
            }
            else if (wasEmpty && channel.State == ChannelState.Active)
            {
                _lists.Sending[list + _lists.SendingCount[router]++] = input;
            }
            else if (channel.State == ChannelState.Copying)
            {
                WakeCopiers(router, input);
            }
        }

        _arrived[router] = 0;
    }

    private void BeginRouting(int router, int list, int input, long due)
    {
        _inputChannels[list + input].State = ChannelState.Routing;
        _inputChannels[list + input].Due = due;
        _lists.Routing[list + _lists.RoutingCount[router]++] = input;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FinishRouting(int router, int list)
    {
        var queue = _lists.Routing.AsSpan(list, _lists.RoutingCount[router]);
        var done = 0;
        while (done < queue.Length && _inputChannels[list + queue[done]].Due <= Now)
        {
            var input = queue[done++];
            RouteHead(router, input, now: false);
        }

        if (done < queue.Length)
        {
            queue[done..].CopyTo(queue);
        }

        _lists.RoutingCount[router] -= done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RouteHead(int router, int input, bool now)
    {
        ref var channel = ref _inputChannels[(router * _bidders) + input];
        var number = PacketOf(_buffers[(((router * _inputs) + input) * _depth) + channel.Head]);
        ref var packet = ref _pool.Items[number];
        packet.Hops++;
        if (packet.Part.Count > 1)
        {
            RouteSeveral(router, input, number, now);
            return;
        }

        var step = _graph.Route(router, _portOf[input], packet.Destination, packet.UpperHalf, _coin);
        packet.UpperHalf = step.Channels == ChannelClass.Upper;
        Aim(ref channel, step);
        Request(router, input, now);
    }

    private void Aim(ref InputChannel channel, RouteStep step)
    {
        var half = _channels / 2;
        channel.Output = (byte)step.Output;
        channel.Allowed = step.Channels switch
        {
            ChannelClass.Lower => (1u << (_channels - half)) - 1,
            ChannelClass.Upper => _allChannels & ~((1u << half) - 1),
            _ => _allChannels,
        };
        channel.State = ChannelState.Allocating;
    }

    // For a channel, from this cycle on or the next; where routers speculate, for the switch too.
    private void Request(int router, int bidder, bool now)
    {
        var list = router * _bidders;
        if (now)
        {
            _lists.Allocating[list + _lists.AllocatingCount[router]++] = bidder;
        }
        else
        {
            _scratch.Allocating[_scratch.AllocatingCount++] = bidder;
        }

        if (_speculative && now)
        {
            _lists.Sending[list + _lists.SendingCount[router]++] = bidder;
        }
        else if (_speculative)
        {
            _scratch.Sending[_scratch.SendingCount++] = bidder;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CommitChannels(int router, ReadOnlySpan<int> waiting)
    {
        var next = _scratch;
        var list = router * _bidders;
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
            channel.OutChannel = (router * _inputs) + granted;
            channel.State = ChannelState.Active;
            if (!_speculative)
            {
                next.Sending[next.SendingCount++] = input;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CommitSwitch(int router, int list, ReadOnlySpan<int> waiting)
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

            if (input >= _inputs)
            {
                SendCopy(router, input);
                continue;
            }

            var last = Send(router, input, ref channel);
            if (last)
            {
                BeginNext(router, input);
            }
            else if (channel.Count > 0)
            {
                next.Sending[next.SendingCount++] = input;
            }
        }
    }
}
