using System.Numerics;

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
        public readonly short[] Pairs;
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
            Pairs = new short[ports * ports];
            Matched = new short[ports];
            MatchedOutput = new short[ports];
            Array.Fill(Nearest, short.MaxValue);
            Array.Fill(Label, (short)-1);
        }
    }

    private static int Wrap(int value, int size) => value < 0 ? value + size : value;

    // Gives waiting packets free channels of their outputs: ChannelGrant[input] is the output channel within the router, or -1.
    private void MatchChannels(int router, ReadOnlySpan<short> waiting)
    {
        var work = _scratch;
        var list = router * _inputs;
        foreach (var input in waiting)
        {
            work.ChannelGrant[input] = -1;
            work.Wanted[input] = _allowed[list + input] & _freeChannels[(router * _ports) + _outputs[list + input]];
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
                work.Nearest[work.Touched[i]] = short.MaxValue;
            }

            if (round + 1 < _iterations)
            {
                StrikeTaken(list, waiting);
            }
        }
    }

    private int GrantChannels(int list, ReadOnlySpan<short> waiting)
    {
        var work = _scratch;
        var pointers = _channelPointers.Grant.AsSpan(list, _inputs);
        var touched = 0;
        foreach (var input in waiting)
        {
            if (work.ChannelGrant[input] >= 0)
            {
                continue;
            }

            var first = _outputs[list + input] * _channels;
            for (var wanted = work.Wanted[input]; wanted != 0; wanted &= wanted - 1)
            {
                var channel = first + BitOperations.TrailingZeroCount(wanted);
                var distance = Wrap(input - pointers[channel], _inputs);
                if (work.Nearest[channel] == short.MaxValue)
                {
                    work.Touched[touched++] = (short)channel;
                }

                if (distance < work.Nearest[channel])
                {
                    work.Nearest[channel] = (short)distance;
                    work.Granted[channel] = input;
                }
            }
        }

        return touched;
    }

    private void AcceptChannels(int list, ReadOnlySpan<short> waiting, bool movePointers)
    {
        var work = _scratch;
        foreach (var input in waiting)
        {
            if (work.ChannelGrant[input] >= 0)
            {
                continue;
            }

            var first = _outputs[list + input] * _channels;
            var pointer = _channelPointers.Accept[list + input];
            var nearest = int.MaxValue;
            for (var wanted = work.Wanted[input]; wanted != 0; wanted &= wanted - 1)
            {
                var channel = first + BitOperations.TrailingZeroCount(wanted);
                var distance = Wrap(channel - pointer, _inputs);
                if (work.Granted[channel] == input && distance < nearest)
                {
                    nearest = distance;
                    work.ChannelGrant[input] = (short)channel;
                }
            }

            if (movePointers && nearest != int.MaxValue)
            {
                var channel = work.ChannelGrant[input];
                _channelPointers.Grant[list + channel] = (short)(input + 1 == _inputs ? 0 : input + 1);
                _channelPointers.Accept[list + input] = (short)(channel + 1 == _inputs ? 0 : channel + 1);
            }
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
                if (_outputs[list + other] == _outputs[list + winner])
                {
                    _scratch.Wanted[other] &= ~(1u << (channel % _channels));
                }
            }
        }
    }

    // Gives input ports outputs: SwitchGrant[input channel] says whether its front flit may cross.
    private void MatchSwitch(int router, ReadOnlySpan<short> waiting)
    {
        var work = _scratch;
        var list = router * _inputs;
        var firstPort = router * _ports;
        var pairs = 0;
        foreach (var input in waiting)
        {
            work.SwitchGrant[input] = false;
            var channel = list + input;
            var output = _outputs[channel];
            var active = _states[channel] == ChannelState.Active;
            if (active ? _credits[_outChannels[channel]] == 0 : !CanSpeculate(channel, firstPort + output))
            {
                continue;
            }

            var port = input / _channels;
            var own = input - (port * _channels);
            ref var label = ref work.Label[(port * _ports) + output];
            if (label < 0)
            {
                work.Pairs[pairs++] = (short)((port * _ports) + output);
                label = (short)own;
            }
            else if (Supersedes(list + (port * _channels), own, label, _roundRobin[firstPort + port]))
            {
                label = (short)own;
            }
        }

        if (pairs == 0)
        {
            return;
        }

        for (var port = 0; port < _ports; port++)
        {
            work.Matched[port] = -1;
            work.MatchedOutput[port] = -1;
        }

        for (var round = 0; round < _iterations; round++)
        {
            MatchPorts(firstPort, work.Pairs.AsSpan(0, pairs), round == 0);
        }

        for (var i = 0; i < pairs; i++)
        {
            var pair = work.Pairs[i];
            var port = pair / _ports;
            var own = work.Label[pair];
            work.Label[pair] = -1;
            if (work.Matched[port] == pair - (port * _ports))
            {
                _roundRobin[firstPort + port] = (byte)(own + 1 == _channels ? 0 : own + 1);
                work.SwitchGrant[(port * _channels) + own] = true;
            }
        }
    }

    // A channel that sends beats one that speculates; among equals the next in turn wins.
    private bool Supersedes(int channels, int challenger, int holder, int turn)
    {
        var (mine, theirs) = (_states[channels + challenger], _states[channels + holder]);
        return mine == theirs
            ? Wrap(challenger - turn, _channels) < Wrap(holder - turn, _channels)
            : mine == ChannelState.Active;
    }

    private bool CanSpeculate(int channel, int output)
    {
        for (var free = _allowed[channel] & _freeChannels[output]; free != 0; free &= free - 1)
        {
            if (_credits[(output * _channels) + BitOperations.TrailingZeroCount(free)] > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void MatchPorts(int firstPort, ReadOnlySpan<short> pairs, bool movePointers)
    {
        var work = _scratch;
        foreach (var pair in pairs)
        {
            var port = pair / _ports;
            var output = pair - (port * _ports);
            if (work.Matched[port] >= 0 || work.MatchedOutput[output] >= 0)
            {
                continue;
            }

            var distance = Wrap(port - _switchPointers.Grant[firstPort + output], _ports);
            if (distance < work.Nearest[output])
            {
                work.Nearest[output] = (short)distance;
                work.Granted[output] = (short)port;
            }
        }

        // Granted stays valid for outputs with a nearest bidder in this round only.
        foreach (var pair in pairs)
        {
            var port = pair / _ports;
            var output = pair - (port * _ports);
            if (work.Nearest[output] == short.MaxValue || work.Granted[output] != port || work.MatchedOutput[output] >= 0)
            {
                continue;
            }

            var pointer = _switchPointers.Accept[firstPort + port];
            var held = work.Matched[port];
            if (held < 0 || Wrap(output - pointer, _ports) < Wrap(held - pointer, _ports))
            {
                work.Matched[port] = (short)output;
            }
        }

        foreach (var pair in pairs)
        {
            var port = pair / _ports;
            var output = pair - (port * _ports);
            if (work.Nearest[output] != short.MaxValue && work.Matched[port] == output && work.MatchedOutput[output] < 0)
            {
                work.MatchedOutput[output] = (short)port;
                if (movePointers)
                {
                    _switchPointers.Grant[firstPort + output] = (short)(port + 1 == _ports ? 0 : port + 1);
                    _switchPointers.Accept[firstPort + port] = (short)(output + 1 == _ports ? 0 : output + 1);
                }
            }
        }

        foreach (var pair in pairs)
        {
            work.Nearest[pair % _ports] = short.MaxValue;
        }
    }
}
