using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>Allocation of channels at the next routers.</content>
public sealed partial class FlitNetwork
{
    // Gives waiting packets free channels of their outputs: ChannelGrant[input] is the output channel within the router, or -1.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MatchChannels(int router, ReadOnlySpan<int> waiting)
    {
        var list = router * _bidders;
        var wanted = _scratch.Wanted;
        var any = 0u;
        foreach (var input in waiting)
        {
            ref readonly var channel = ref _inputChannels[list + input];
            var free = channel.Allowed & _freeChannels[(router * _ports) + channel.Output];
            _scratch.ChannelGrant[input] = -1;
            wanted[input] = free;
            any |= free;
        }

        if (any == 0)
        {
            return;
        }

        if (waiting.Length == 1)
        {
            // Nobody competes: every channel is granted, the first in turn is accepted.
            Accept(router, waiting[0], any, movePointers: true);
            return;
        }

        for (var round = 0; round < _iterations; round++)
        {
            var touched = GrantChannels(router, waiting);
            if (touched == 0)
            {
                return;
            }

            AcceptChannels(router, waiting, round == 0);
            for (var i = 0; i < touched; i++)
            {
                _scratch.Nearest[_scratch.Touched[i]] = int.MaxValue;
            }

            if (round + 1 < _iterations)
            {
                StrikeTaken(list, waiting);
            }
        }
    }

    private int GrantChannels(int router, ReadOnlySpan<int> waiting)
    {
        var list = router * _bidders;
        var (nearest, granted, taken) = (_scratch.Nearest, _scratch.Granted, _scratch.Touched);
        var pointers = _channelPointers.Grant.AsSpan(router * _inputs, _inputs);
        var touched = 0;
        foreach (var input in waiting)
        {
            if (_scratch.ChannelGrant[input] >= 0)
            {
                continue;
            }

            var first = _inputChannels[list + input].Output * _channels;
            for (var wanted = _scratch.Wanted[input]; wanted != 0; wanted &= wanted - 1)
            {
                var channel = first + BitOperations.TrailingZeroCount(wanted);
                var distance = Wrap(input - pointers[channel], _bidders);
                var least = nearest[channel];
                if (least == int.MaxValue)
                {
                    taken[touched++] = channel;
                }

                if (distance < least)
                {
                    nearest[channel] = distance;
                    granted[channel] = input;
                }
            }
        }

        return touched;
    }

    private void AcceptChannels(int router, ReadOnlySpan<int> waiting, bool movePointers)
    {
        var list = router * _bidders;
        foreach (var input in waiting)
        {
            if (_scratch.ChannelGrant[input] >= 0)
            {
                continue;
            }

            var first = _inputChannels[list + input].Output * _channels;
            var granted = 0u;
            for (var wanted = _scratch.Wanted[input]; wanted != 0; wanted &= wanted - 1)
            {
                var own = BitOperations.TrailingZeroCount(wanted);
                granted |= _scratch.Granted[first + own] == input ? 1u << own : 0;
            }

            if (granted != 0)
            {
                Accept(router, input, granted, movePointers);
            }
        }
    }

    // Takes the first of the granted channels at or after the input's pointer.
    private void Accept(int router, int input, uint granted, bool movePointers)
    {
        var list = router * _bidders;
        var first = _inputChannels[list + input].Output * _channels;
        var turn = _channelPointers.Accept[list + input] - first;
        var after = turn > 0 && turn < _channels ? granted & (uint.MaxValue << turn) : 0;
        var channel = first + BitOperations.TrailingZeroCount(after != 0 ? after : granted);
        _scratch.ChannelGrant[input] = channel;
        if (movePointers)
        {
            _channelPointers.Grant[(router * _inputs) + channel] = input + 1 == _bidders ? 0 : input + 1;
            _channelPointers.Accept[list + input] = channel + 1 == _inputs ? 0 : channel + 1;
        }
    }

    // Channels that were accepted in this round are no longer wanted by the others.
    private void StrikeTaken(int list, ReadOnlySpan<int> waiting)
    {
        foreach (var winner in waiting)
        {
            var channel = _scratch.ChannelGrant[winner];
            foreach (var other in channel < 0 ? [] : waiting)
            {
                if (_inputChannels[list + other].Output == _inputChannels[list + winner].Output)
                {
                    _scratch.Wanted[other] &= ~(1u << (channel % _channels));
                }
            }
        }
    }
}
