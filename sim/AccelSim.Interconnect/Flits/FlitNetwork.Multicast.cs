using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>
/// Packets with several destinations. Where their ways part, each copy bids for a channel and for the switch on its own, as an input channel would;
/// an input still sends one flit per cycle. A flit leaves its buffer, and its credit goes back, once all copies have taken it.
/// </content>
public sealed partial class FlitNetwork
{
    private readonly DestinationLists _destinations;
    private readonly Fork? _fork;

    // Per input channel whose front packet has copies: outputs that have not had all of it, and flits that all copies have taken.
    private readonly ulong[] _copying;
    private readonly int[] _taken;

    /// <inheritdoc/>
    public void Offer(int source, ReadOnlySpan<int> destinations, int flits, long created, int tag)
    {
        var part = Fork.Admit(_fork, _destinations, destinations, flits, _depth);
        if (part.Count == 1)
        {
            _destinations.Reached(part);
            Offer(source, destinations[0], flits, created, tag);
            return;
        }

        Offer(source, destinations[0], flits, created, tag);
        _pool.Items[_sources[source].Packet].Part = part;
    }

    // Bidder for an output among the copies of an input channel's packet.
    private int Copier(int input, int output) => ((1 + output) * _inputs) + input;

    // A packet with several destinations is at the front: it goes on by one output, or its copies begin to bid.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RouteSeveral(int router, int input, int number, bool now)
    {
        var fork = _fork!;
        var list = router * _bidders;
        var whole = _pool.Items[number];
        fork.Split(whole.Part, router, _portOf[input], whole.UpperHalf);
        if (BitOperations.IsPow2(fork.Outputs))
        {
            var output = BitOperations.TrailingZeroCount(fork.Outputs);
            _pool.Items[number].UpperHalf = fork.ChannelsAt(output) == ChannelClass.Upper;
            Aim(ref _inputChannels[list + input], new RouteStep(output, fork.ChannelsAt(output)));
            Request(router, input, now);
            return;
        }

        _inputChannels[list + input].State = ChannelState.Copying;
        _copying[(router * _inputs) + input] = fork.Outputs;
        _taken[(router * _inputs) + input] = 0;
        for (var outputs = fork.Outputs; outputs != 0; outputs &= outputs - 1)
        {
            var output = BitOperations.TrailingZeroCount(outputs);
            var channels = fork.ChannelsAt(output);
            var part = fork.PartAt(whole.Part, output);
            var copy = _pool.Take();
            _pool.Items[copy] = whole with { Part = part, Destination = _destinations[part][0], UpperHalf = channels == ChannelClass.Upper };
            ref var copier = ref _inputChannels[list + Copier(input, output)];
            copier.Packet = copy;
            copier.Count = 0;
            Aim(ref copier, new RouteStep(output, channels));
            Request(router, Copier(input, output), now);
        }
    }

    // A flit has arrived behind others of a packet that is being copied: copies that had sent all there was go on.
    private void WakeCopiers(int router, int input)
    {
        var list = router * _bidders;
        var lane = (router * _inputs) + input;
        for (var outputs = _copying[lane]; outputs != 0; outputs &= outputs - 1)
        {
            var copier = Copier(input, BitOperations.TrailingZeroCount(outputs));
            ref readonly var state = ref _inputChannels[list + copier];
            if (state.State == ChannelState.Active && state.Count - _taken[lane] == _inputChannels[list + input].Count - 1)
            {
                _lists.Sending[list + _lists.SendingCount[router]++] = copier;
            }
        }
    }

    // A copy's next flit leaves.
    private void SendCopy(int router, int bidder)
    {
        var list = router * _bidders;
        var input = bidder % _inputs;
        var lane = (router * _inputs) + input;
        ref var copier = ref _inputChannels[list + bidder];
        ref var channel = ref _inputChannels[list + input];
        var at = channel.Head + copier.Count - _taken[lane];
        var flit = _buffers[(lane * _depth) + (at >= _depth ? at - _depth : at)];
        var last = IsLast(flit);
        var parent = PacketOf(flit);
        copier.Count++;
        Launch(router, copier.Output, copier.OutChannel, (copier.Packet << 2) | (flit & 3));
        if (last)
        {
            copier.State = ChannelState.Idle;
            _copying[lane] &= ~(1UL << copier.Output);
        }
        else if (copier.Count - _taken[lane] < channel.Count)
        {
            _scratch.Sending[_scratch.SendingCount++] = bidder;
        }

        if (Slowest(list, input, _copying[lane], _pool.Items[parent].Flits) == _taken[lane])
        {
            return;
        }

        _taken[lane]++;
        Vacate(router, input, ref channel);
        if (_copying[lane] == 0)
        {
            _pool.Return(parent);
            BeginNext(router, input);
        }
    }

    private int Slowest(int list, int input, ulong outputs, int flits)
    {
        var least = flits;
        for (; outputs != 0; outputs &= outputs - 1)
        {
            least = Math.Min(least, _inputChannels[list + Copier(input, BitOperations.TrailingZeroCount(outputs))].Count);
        }

        return least;
    }
}
