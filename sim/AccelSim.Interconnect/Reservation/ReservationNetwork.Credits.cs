using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>Credits, and the crossing of packets of several flits.</content>
public sealed partial class ReservationNetwork
{
    // Finds a cycle for each flit and returns its credit; returns the cycle of the first.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int CrossSwitch(in Packet packet, int headAt, int channel, int from, out int last)
    {
        Span<int> crossed = stackalloc int[_depth];
        var first = CrossSwitch(packet, headAt, channel, from, crossed, out last);
        ref var here = ref ChannelAt(packet.At);
        for (var flit = Math.Max(0, packet.Flits - _depth); flit < packet.Flits; flit++)
        {
            _words[packet.At + HeaderWords + Advance(here.Returned, flit)] = crossed[flit % _depth] + here.CreditFlight;
        }

        here.Returned = Advance(here.Returned, packet.Flits);
        return first;
    }

    // Finds a cycle for each flit; the last ones are in crossed.
    private int CrossSwitch(in Packet packet, int headAt, int channel, int from, Span<int> crossed, out int last)
    {
        ref readonly var output = ref _links[packet.Output];
        FlitHops += packet.Flits;
        var first = 0;
        var at = 0;
        var gaps = Math.Max(1, packet.Flits - 1);
        for (var flit = 0; flit < packet.Flits; flit++)
        {
            var slot = flit % _depth;
            var arrived = headAt + (int)((long)flit * packet.TailLag / gaps);
            var room = flit < _depth ? CreditAt(channel, flit) : crossed[slot] + output.Loop;
            at = _calendar.Take(packet.Link, packet.Output, Math.Max(flit == 0 ? from : at + 1 + _bidding, Math.Max(arrived, room) + _bidding));
            crossed[slot] = at;
            first = flit == 0 ? at : first;
        }

        last = at;
        if (output.FirstOutput == None)
        {
            Exit(channel, packet.Flits, crossed, output.Loop);
        }
        else
        {
            Spend(channel, packet.Flits);
        }

        return first;
    }

    // A node takes every flit at once and returns its credit.
    private void Exit(int channel, int flits, ReadOnlySpan<int> crossed, int loop)
    {
        ref var state = ref ChannelAt(channel);
        for (var flit = Math.Max(0, flits - _depth); flit < flits; flit++)
        {
            _words[channel + HeaderWords + Advance(state.Spent, flit)] = crossed[flit % _depth] + loop;
        }

        state.Spent = Advance(state.Spent, flits);
    }

    // Credits are spent in order; that of a flit comes back when it is known when the flit leaves the buffer it goes to.
    private void Spend(int channel, int flits)
    {
        ref var state = ref ChannelAt(channel);
        for (var flit = 0; flit < Math.Min(flits, _depth); flit++)
        {
            _words[channel + HeaderWords + Advance(state.Spent, flit)] = Unknown;
        }

        state.Spent = Advance(state.Spent, flits);
    }

    private int CreditAt(int channel, int flit) => _words[channel + HeaderWords + Advance(ChannelAt(channel).Spent, flit)];

    private bool KnowsCredits(int channel, int flits)
    {
        for (var flit = 0; flit < Math.Min(flits, _depth); flit++)
        {
            if (CreditAt(channel, flit) == Unknown)
            {
                return false;
            }
        }

        return true;
    }

    private ushort Advance(int slot, int flits)
    {
        var at = slot + flits;
        return (ushort)(at < _depth ? at : at < 2 * _depth ? at - _depth : at % _depth);
    }
}
