using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>The two allocators: iSLIP (request, grant, accept with rotating pointers that move only on a first-round accept).</content>
public sealed partial class FlitNetwork
{
    private readonly Pointers _channelPointers;
    private readonly Pointers _switchPointers;
    private readonly byte[] _roundRobin;
    private readonly Scratch _scratch;

    private sealed class Pointers(int outputs, int inputs)
    {
        public readonly short[] Grant = new short[outputs];
        public readonly short[] Accept = new short[inputs];
    }

    // An input port that wants an output.
    private readonly record struct Bid(byte Port, byte Output);

    // Work space of one router's cycle.
    private sealed class Scratch
    {
        public readonly short[] Allocating;
        public readonly short[] Sending;
        public readonly short[] ChannelGrant;
        public readonly bool[] SwitchGrant;
        public readonly uint[] Wanted;
        public readonly short[] Granted;
        public readonly short[] Nearest;
        public readonly short[] Touched;
        public readonly short[] Label;
        public readonly Bid[] Bids;
        public readonly short[] Matched;
        public readonly short[] MatchedOutput;
        public int AllocatingCount;
        public int SendingCount;

        public Scratch(int ports, int channels)
        {
            var inputs = ports * channels;
            Allocating = new short[inputs];
            Sending = new short[inputs];
            ChannelGrant = new short[inputs];
            SwitchGrant = new bool[inputs];
            Wanted = new uint[inputs];
            Granted = new short[inputs];
            Nearest = new short[inputs];
            Touched = new short[inputs];
            Label = new short[ports * ports];
            Bids = new Bid[ports * ports];
            Matched = new short[ports];
            MatchedOutput = new short[ports];
            Array.Fill(Nearest, short.MaxValue);
            Array.Fill(Label, (short)-1);
        }
    }

    private static int Wrap(int value, int size) => value < 0 ? value + size : value;

    // Gives waiting packets free channels of their outputs: ChannelGrant[input] is the output channel within the router, or -1.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MatchChannels(int router, ReadOnlySpan<short> waiting)
    {
        var list = router * _inputs;
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
            Accept(list, waiting[0], any, movePointers: true);
            return;
        }

        for (var round = 0; round < _iterations; round++)
        {
            var touched = GrantChannels(list, waiting);
            if (touched == 0)
            {
                return;
            }

            AcceptChannels(list, waiting, round == 0);
            for (var i = 0; i < touched; i++)
            {
                _scratch.Nearest[_scratch.Touched[i]] = short.MaxValue;
            }

            if (round + 1 < _iterations)
            {
                StrikeTaken(list, waiting);
            }
        }
    }

    private int GrantChannels(int list, ReadOnlySpan<short> waiting)
    {
        var (nearest, granted, taken) = (_scratch.Nearest, _scratch.Granted, _scratch.Touched);
        var pointers = _channelPointers.Grant.AsSpan(list, _inputs);
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
                var distance = Wrap(input - pointers[channel], _inputs);
                var least = nearest[channel];
                if (least == short.MaxValue)
                {
                    taken[touched++] = (short)channel;
                }

                if (distance < least)
                {
                    nearest[channel] = (short)distance;
                    granted[channel] = input;
                }
            }
        }

        return touched;
    }

    private void AcceptChannels(int list, ReadOnlySpan<short> waiting, bool movePointers)
    {
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
                Accept(list, input, granted, movePointers);
            }
        }
    }

    // Takes the first of the granted channels at or after the input's pointer.
    private void Accept(int list, int input, uint granted, bool movePointers)
    {
        var first = _inputChannels[list + input].Output * _channels;
        var turn = _channelPointers.Accept[list + input] - first;
        var after = turn > 0 && turn < _channels ? granted & (uint.MaxValue << turn) : 0;
        var channel = first + BitOperations.TrailingZeroCount(after != 0 ? after : granted);
        _scratch.ChannelGrant[input] = (short)channel;
        if (movePointers)
        {
            _channelPointers.Grant[list + channel] = (short)(input + 1 == _inputs ? 0 : input + 1);
            _channelPointers.Accept[list + input] = (short)(channel + 1 == _inputs ? 0 : channel + 1);
        }
    }

    // Channels that were accepted in this round are no longer wanted by the others.
    private void StrikeTaken(int list, ReadOnlySpan<short> waiting)
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

    // Gives input ports outputs: SwitchGrant[input channel] says whether its front flit may cross.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MatchSwitch(int router, ReadOnlySpan<short> waiting)
    {
        var (labels, bids) = (_scratch.Label, _scratch.Bids);
        var list = router * _inputs;
        var firstPort = router * _ports;
        var count = 0;
        foreach (var input in waiting)
        {
            _scratch.SwitchGrant[input] = false;
            ref readonly var channel = ref _inputChannels[list + input];
            var output = channel.Output;
            var active = channel.State == ChannelState.Active;
            if (active ? _credits[channel.OutChannel] == 0 : !CanSpeculate(channel.Allowed, firstPort + output))
            {
                continue;
            }

            int port = _portOf[input];
            var own = input - (port * _channels);
            ref var label = ref labels[(port * _ports) + output];
            if (label < 0)
            {
                bids[count++] = new Bid((byte)port, output);
                label = (short)own;
            }
            else if (Supersedes(list + (port * _channels), own, label, _roundRobin[firstPort + port]))
            {
                label = (short)own;
            }
        }

        if (count == 0)
        {
            return;
        }

        if (count == 1)
        {
            var (port, output) = bids[0];
            MovePointers(firstPort, port, output);
            Win(firstPort, bids[0]);
            return;
        }

        Array.Fill(_scratch.Matched, (short)-1);
        Array.Fill(_scratch.MatchedOutput, (short)-1);
        for (var round = 0; round < _iterations; round++)
        {
            MatchPorts(firstPort, bids.AsSpan(0, count), round == 0);
        }

        foreach (var bid in bids.AsSpan(0, count))
        {
            if (_scratch.Matched[bid.Port] == bid.Output)
            {
                Win(firstPort, bid);
            }
            else
            {
                labels[(bid.Port * _ports) + bid.Output] = -1;
            }
        }
    }

    private void Win(int firstPort, Bid bid)
    {
        ref var label = ref _scratch.Label[(bid.Port * _ports) + bid.Output];
        var own = label;
        label = -1;
        _roundRobin[firstPort + bid.Port] = (byte)(own + 1 == _channels ? 0 : own + 1);
        _scratch.SwitchGrant[(bid.Port * _channels) + own] = true;
    }

    private void MovePointers(int firstPort, int port, int output)
    {
        _switchPointers.Grant[firstPort + output] = (short)(port + 1 == _ports ? 0 : port + 1);
        _switchPointers.Accept[firstPort + port] = (short)(output + 1 == _ports ? 0 : output + 1);
    }

    // A channel that sends beats one that speculates; among equals the next in turn wins.
    private bool Supersedes(int channels, int challenger, int holder, int turn)
    {
        var (mine, theirs) = (_inputChannels[channels + challenger].State, _inputChannels[channels + holder].State);
        return mine == theirs
            ? Wrap(challenger - turn, _channels) < Wrap(holder - turn, _channels)
            : mine == ChannelState.Active;
    }

    private bool CanSpeculate(uint allowed, int output)
    {
        for (var free = allowed & _freeChannels[output]; free != 0; free &= free - 1)
        {
            if (_credits[(output * _channels) + BitOperations.TrailingZeroCount(free)] > 0)
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MatchPorts(int firstPort, ReadOnlySpan<Bid> bids, bool movePointers)
    {
        var (nearest, granted) = (_scratch.Nearest, _scratch.Granted);
        var (matched, matchedOutput) = (_scratch.Matched, _scratch.MatchedOutput);
        foreach (var (port, output) in bids)
        {
            if (matched[port] >= 0 || matchedOutput[output] >= 0)
            {
                continue;
            }

            var distance = Wrap(port - _switchPointers.Grant[firstPort + output], _ports);
            if (distance < nearest[output])
            {
                nearest[output] = (short)distance;
                granted[output] = port;
            }
        }

        // What an output granted counts only where it has a nearest bidder in this round.
        foreach (var (port, output) in bids)
        {
            if (nearest[output] == short.MaxValue || granted[output] != port || matchedOutput[output] >= 0)
            {
                continue;
            }

            int pointer = _switchPointers.Accept[firstPort + port];
            var held = matched[port];
            if (held < 0 || Wrap(output - pointer, _ports) < Wrap(held - pointer, _ports))
            {
                matched[port] = output;
            }
        }

        foreach (var (port, output) in bids)
        {
            if (nearest[output] != short.MaxValue && matched[port] == output && matchedOutput[output] < 0)
            {
                matchedOutput[output] = port;
                if (movePointers)
                {
                    MovePointers(firstPort, port, output);
                }
            }
        }

        foreach (var (_, output) in bids)
        {
            nearest[output] = short.MaxValue;
        }
    }
}
