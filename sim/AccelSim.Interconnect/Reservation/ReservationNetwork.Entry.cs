namespace AccelSim.Interconnect;

/// <content>A packet at its source.</content>
public sealed partial class ReservationNetwork
{
    // A source sends a packet's flits one after the other, into the channel next in turn that has room first.
    private void Enter(int number)
    {
        ref var waiting = ref _waiting[number];
        ref var packet = ref waiting.Packet;
        ref var origin = ref _origins[number];
        ref var source = ref _sources[origin.Source];
        var link = _outputs + origin.Source;
        if (waiting.OutChannel == None && !ChooseEntry(ref waiting, _links[link].FirstChannel, source.Turn))
        {
            return;
        }

        var channel = waiting.OutChannel;
        var last = packet.Flits == 1 ? SendFlit(channel, out var first) : SendFlits(channel, packet.Flits, out first);
        if (last == Unknown)
        {
            ChannelAt(channel).CreditWaiter = number;
            return;
        }

        origin.Entered = _eraBegan + first;
        FlitsEntered += packet.Flits;
        source.FreeAt = last + 1;
        source.Turn = Below(channel - _links[link].FirstChannel + _channelWords, _linkWords);
        packet.At = channel;
        packet.Link = link;
        packet.Output = Ahead(_links[link], packet.Destination);
        packet.TailLag = last - first;
        _arrivals.Add(first + 1 + _endLatency) = packet;
    }

    // When the last flit leaves the source; unknown where a credit is.
    private int SendFlit(int channel, out int at)
    {
        ref var entry = ref ChannelAt(channel);
        ref var credit = ref CreditAt(ref entry, entry.Spent);
        at = Math.Max(_now, credit);
        if (at != Unknown)
        {
            credit = Unknown;
            entry.Spent = After(entry.Spent);
        }

        return at;
    }

    // One flit per cycle, as there are credits.
    private int SendFlits(int channel, int flits, out int first)
    {
        first = Unknown;
        if (!KnowsCredits(channel, flits))
        {
            return Unknown;
        }

        Span<int> sent = stackalloc int[_depth];
        var loop = 2 + (2 * _endLatency) + _routing + _switching;
        var at = _now - 1;
        for (var flit = 0; flit < flits; flit++)
        {
            var slot = flit % _depth;
            at = Math.Max(at + 1, flit < _depth ? CreditAt(channel, flit) : sent[slot] + loop);
            sent[slot] = at;
            first = Math.Min(first, at);
        }

        Spend(channel, flits);
        return at;
    }

    private bool ChooseEntry(ref Waiting waiting, int first, int turn)
    {
        var earliest = Unknown;
        for (var i = 0; i < _channels && earliest > _now; i++)
        {
            ref var entry = ref ChannelAt(first + turn);
            var room = CreditAt(ref entry, entry.Spent);
            if (room < earliest)
            {
                earliest = room;
                waiting.OutChannel = first + turn;
            }

            turn = Below(turn + _channelWords, _linkWords);
        }

        for (var i = 0; i < _linkWords && earliest == Unknown; i += _channelWords)
        {
            ChannelAt(first + i).CreditWaiter = waiting.Packet.Number;
        }

        return earliest != Unknown;
    }

    private int TakeNumber()
    {
        _inside++;
        var number = _pool.Take();
        if (_waiting.Length != _pool.Items.Length)
        {
            _waiting = _pool.Items;
            Array.Resize(ref _origins, _waiting.Length);
        }

        return number;
    }

    private int Make(int source, int destination, int flits, long created, int tag)
    {
        if (flits > _longestPacket)
        {
            MakeRoom(flits);
        }

        var number = TakeNumber();
        ref var waiting = ref _waiting[number];
        waiting.Packet = new Packet { Number = number, Destination = destination, Flits = flits, At = None };
        waiting.OutChannel = None;
        _origins[number] = new Origin { Created = created, Source = source, Tag = tag };
        _sources[source].FreeAt = Unknown;
        return number;
    }
}
