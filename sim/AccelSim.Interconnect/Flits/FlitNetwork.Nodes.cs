namespace AccelSim.Interconnect;

/// <content>Where flits enter and leave.</content>
public sealed partial class FlitNetwork
{
    // A flit reaches a node; the node returns the credit at once.
    private void Leave(int channel, int flit)
    {
        FlitsLeft++;
        CreatedLeft += _pool.Items[PacketOf(flit)].Created;
        _returned.Add(Now + 1 + _endLatency + _creditDelay, channel, 0);
        if (IsLast(flit))
        {
            ref readonly var packet = ref _pool.Items[PacketOf(flit)];
            _delivered.Add(new Delivery(packet.Source, packet.Destination, packet.Flits, packet.Hops, packet.Created, packet.Entered, packet.Tag));
            if (packet.Part.Count > 0)
            {
                _destinations.Reached(packet.Part);
            }

            _pool.Return(PacketOf(flit));
        }
    }

    private void Inject(int node)
    {
        ref var source = ref _sources[node];
        ref var packet = ref _pool.Items[source.Packet];
        var credits = _credits.AsSpan((_graph.Routers * _inputs) + (node * _channels), _channels);
        var first = source.FlitsLeft == packet.Flits;
        if (first)
        {
            source.Channel = -1;
            for (var i = 1; i <= _channels; i++)
            {
                var channel = source.LastChannel < 0 ? 0 : (source.LastChannel + i) % _channels;
                if (credits[channel] > 0)
                {
                    source.Channel = channel;
                    break;
                }
            }
        }

        if (source.Channel < 0 || credits[source.Channel] == 0)
        {
            return;
        }

        if (first)
        {
            source.LastChannel = source.Channel;
            packet.Entered = Now;
        }

        credits[source.Channel]--;
        source.FlitsLeft--;
        FlitsEntered++;
        if (source.FlitsLeft == 0)
        {
            _waiting[node >> 6] &= ~(1UL << node);
        }

        _flits.Add(Now + 1 + _endLatency, (_graph.EntryOf[node] * _channels) + source.Channel, Flit(source.Packet, first, source.FlitsLeft == 0));
    }

    /// <summary>A node's side of its link into the network.</summary>
    private struct Source
    {
        public int Packet;
        public int FlitsLeft;
        public int Channel;
        public int LastChannel;
    }
}
