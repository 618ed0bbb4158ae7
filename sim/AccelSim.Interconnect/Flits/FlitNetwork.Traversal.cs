namespace AccelSim.Interconnect;

/// <content>Flits that leave a router.</content>
public sealed partial class FlitNetwork
{
    // The packet in front has left.
    private void BeginNext(int router, int input)
    {
        ref var channel = ref _inputChannels[(router * _bidders) + input];
        if (channel.Count == 0)
        {
            channel.State = ChannelState.Idle;
        }
        else if (_routingDelay > 0)
        {
            BeginRouting(router, router * _bidders, input, Now + _routingDelay);
        }
        else
        {
            RouteHead(router, input, now: false);
        }
    }

    // The flit in front leaves; returns whether it was its packet's last.
    private bool Send(int router, int input, ref InputChannel channel)
    {
        var flit = _buffers[(((router * _inputs) + input) * _depth) + channel.Head];
        Launch(router, channel.Output, channel.OutChannel, flit);
        Vacate(router, input, ref channel);
        return IsLast(flit);
    }

    // A flit crosses the switch.
    private void Launch(int router, int port, int outChannel, int flit)
    {
        FlitHops++;
        var output = (router * _ports) + port;
        _credits[outChannel]--;
        if (IsLast(flit))
        {
            _freeChannels[output] |= 1u << (outChannel - (output * _channels));
        }

        var next = _graph.Next[output];
        var target = next < 0 ? -1 - outChannel : (next * _channels) + outChannel - (output * _channels);
        _flits.Add(Now + _flightOf[output], target, flit);
    }

    // The place in front of a buffer is free again.
    private void Vacate(int router, int input, ref InputChannel channel)
    {
        channel.Head = (byte)(channel.Head + 1 == _depth ? 0 : channel.Head + 1);
        channel.Count--;
        var port = (router * _ports) + _portOf[input];
        var before = _graph.Previous[port];
        if (before < 0)
        {
            _returned.Add(Now + 1 + _endLatency, (_graph.Routers * _inputs) + ((-1 - before) * _channels) + _laneOf[input], 0);
        }
        else
        {
            _returned.Add(Now + 1 + _linkLatency + _creditDelay, (before * _channels) + _laneOf[input], 0);
        }
    }
}
