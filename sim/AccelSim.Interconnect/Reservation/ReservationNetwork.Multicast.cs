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
        ref var packet = ref _waiting[number].Packet;
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
        var first = _links[_waiting[number].Packet.Link].FirstOutput;
        _origins[number].Copies = BitOperations.PopCount(outputs);
        Copied(number).Fill(LongAgo);
        for (var rest = outputs; rest != 0; rest &= rest - 1)
        {
            var output = BitOperations.TrailingZeroCount(rest);
            var copy = TakeNumber();
            var part = _fork.PartAt(_origins[number].Part, output);
            _origins[copy] = _origins[number] with { Part = part, Parent = number };
            ref var waiting = ref _waiting[copy];
            waiting = _waiting[number] with { Behind = None, IsCopy = true };
            waiting.Packet.Number = copy;
            waiting.Packet.Output = first + output;
            waiting.Packet.Destination = part.Count == 1 ? _lists[part][0] : Several;
            waiting.Packet.Channels = _fork.ChannelsAt(output);
            Again(copy);
        }

        return false;
    }

    // As Leave, for one of the copies of the packet at the front.
    private void LeaveAsCopy(int number)
    {
        ref var waiting = ref _waiting[number];
        ref readonly var packet = ref waiting.Packet;
        ref var output = ref _links[packet.Output];
        if (!HasChannel(ref waiting))
        {
            return;
        }

        var from = Math.Max(_now, waiting.AllocatedAt + _switching);
        if (from > _latest - (FlitSpan * (packet.Flits - 1)) || !KnowsCredits(waiting.OutChannel, packet.Flits))
        {
            Stay(number);
            return;
        }

        Span<int> crossed = stackalloc int[_depth];
        var first = CrossSwitch(packet, waiting.HeadAt, waiting.OutChannel, from, crossed, out var last);
        ChannelAt(waiting.OutChannel).FreeFrom = last + 1;
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

        Send(packet, output, waiting.OutChannel, first, last);
        if (--_origins[parent].Copies == 0)
        {
            Finish(parent);
        }
    }

    // All copies know when they leave: the buffer is free for the next.
    private void Finish(int number)
    {
        ref readonly var waiting = ref _waiting[number];
        ref readonly var packet = ref waiting.Packet;
        ref var here = ref ChannelAt(packet.At);
        var latest = Copied(number);
        for (var flit = 0; flit < packet.Flits; flit++)
        {
            _words[packet.At + HeaderWords + Advance(here.Returned, flit)] = latest[flit] + here.CreditFlight;
        }

        here.Returned = Advance(here.Returned, packet.Flits);
        here.FrontFrom = latest[packet.Flits - 1] + 1;
        here.First = waiting.Behind;
        if (here.CreditWaiter != None)
        {
            WakeSender(packet.At, packet.Link);
        }

        if (waiting.Behind != None)
        {
            Again(waiting.Behind);
        }

        _inside--;
        _pool.Return(number);
    }

    private Span<int> Copied(int number)
    {
        if (_copied.Length < _waiting.Length * _depth)
        {
            Array.Resize(ref _copied, _waiting.Length * _depth);
        }

        return _copied.AsSpan(number * _depth, _depth);
    }
}
