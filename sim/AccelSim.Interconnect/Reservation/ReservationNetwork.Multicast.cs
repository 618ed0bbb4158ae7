using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>
/// Packets with several destinations. Where their ways part, a packet makes way for its copies, which promise their departures one by one; it has
/// left its buffer when all of them have.
/// </content>
public sealed partial class ReservationNetwork
{
    private const int Several = -1;
    private readonly DestinationLists _lists;
    private readonly Fork? _fork;

    // Per packet that has copies, and flit: when the last of them takes it across the switch.
    private int[] _copied = [];

    /// <inheritdoc/>
    public void Offer(int source, ReadOnlySpan<int> destinations, int flits, long created, int tag)
    {
        var part = Fork.Admit(_fork, _lists, destinations, flits, _depth);
        if (part.Count == 1)
        {
            _lists.Reached(part);
            Offer(source, destinations[0], flits, created, tag);
            return;
        }

        var number = Make(source, Several, flits, created, tag);
        _origins[number].Part = part;
        Enter(number);
    }

    // False where a packet goes on by one output, as any other would.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Parts(int number)
    {
        ref var packet = ref _packets[number];
        ref readonly var link = ref _links[packet.Link];
        var (router, first) = (link.FirstRoute / _graph.Nodes, link.FirstOutput);
        _fork!.Split(_origins[number].Part, router, link.Input, packet.Channels == ChannelClass.Upper);
        if (BitOperations.IsPow2(_fork.Outputs))
        {
            var output = BitOperations.TrailingZeroCount(_fork.Outputs);
            packet.Output = first + output;
            packet.Channels = _fork.ChannelsAt(output);
            return false;
        }

        return true;
    }

    // Makes the copies, which try next; the packet stays until the last of them knows.
    private bool LeaveInCopies(int number)
    {
        var outputs = _fork!.Outputs;
        var first = _links[_packets[number].Link].FirstOutput;
        _origins[number].Copies = BitOperations.PopCount(outputs);
        Copied(number).Fill(LongAgo);
        for (var rest = outputs; rest != 0; rest &= rest - 1)
        {
            var output = BitOperations.TrailingZeroCount(rest);
            var copy = TakeNumber();
            var part = _fork.PartAt(_origins[number].Part, output);
            _origins[copy] = _origins[number] with { Part = part, Parent = number };
            _packets[copy] = _packets[number] with
            {
                Destination = part.Count == 1 ? _lists[part][0] : Several,
                Output = first + output,
                Channels = _fork.ChannelsAt(output),
                Behind = None,
                Hops = (short)(_packets[number].Hops + 1),
                IsCopy = true,
            };
            Again(copy);
        }

        return false;
    }

    // As Leave, for one of the copies of the packet at the front.
    private void LeaveAsCopy(int number)
    {
        ref var packet = ref _packets[number];
        ref var output = ref _links[packet.Output];
        if (packet.OutChannel == None && !ChooseChannel(ref packet, ref output, Math.Max(packet.HeadAt, ChannelAt(packet.At).FrontFrom) + _routing))
        {
            AwaitChannel(ref output, number);
            return;
        }

        var awaitsCredit = !KnowsCredits(packet.OutChannel, packet.Flits);
        var from = Math.Max(_now, packet.AllocatedAt + _switching);
        if (awaitsCredit || from > _soon - (4 * packet.Flits))
        {
            Stay(ref packet, number, awaitsCredit);
            return;
        }

        Span<int> crossed = stackalloc int[_depth];
        var first = CrossSwitch(packet, from, crossed, out var last);
        ChannelAt(packet.OutChannel).FreeFrom = last + 1;
        if (output.Waiters != None)
        {
            WakeWaiters(ref output);
        }

        var parent = _origins[number].Parent;
        var latest = Copied(parent);
        for (var flit = 0; flit < packet.Flits; flit++)
        {
            latest[flit] = Math.Max(latest[flit], crossed[flit]);
        }

        packet.IsCopy = false;
        Send(ref packet, number, first + output.Flight, last + output.Flight, output.FirstOutput == None);
        if (--_origins[parent].Copies == 0)
        {
            Finish(parent);
        }
    }

    // All copies know when they leave: the buffer is free for the next.
    private void Finish(int number)
    {
        ref readonly var packet = ref _packets[number];
        ref var here = ref ChannelAt(packet.At);
        var latest = Copied(number);
        for (var flit = 0; flit < packet.Flits; flit++)
        {
            _words[packet.At + HeaderWords + Advance(here.Returned, flit)] = latest[flit] + _links[packet.Link].CreditFlight;
        }

        here.Returned = Advance(here.Returned, packet.Flits);
        here.FrontFrom = latest[packet.Flits - 1] + 1;
        here.First = packet.Behind;
        if (here.CreditWaiter != None)
        {
            WakeSender(packet.At);
        }

        if (packet.Behind != None)
        {
            Again(packet.Behind);
        }

        _pool.Return(number);
    }

    private Span<int> Copied(int number)
    {
        if (_copied.Length < _packets.Length * _depth)
        {
            Array.Resize(ref _copied, _packets.Length * _depth);
        }

        return _copied.AsSpan(number * _depth, _depth);
    }
}
