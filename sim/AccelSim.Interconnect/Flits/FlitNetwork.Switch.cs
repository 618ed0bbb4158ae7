using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <content>Allocation of the switch.</content>
public sealed partial class FlitNetwork
{
    // Gives input ports outputs: SwitchGrant[input channel] says whether its front flit may cross.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MatchSwitch(int router, ReadOnlySpan<int> waiting)
    {
        var (labels, bids) = (_scratch.Label, _scratch.Bids);
        var list = router * _bidders;
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
            ref var label = ref labels[(port * _ports) + output];
            if (label < 0)
            {
                bids[count++] = new Bid((byte)port, output);
                label = input;
            }
            else if (Supersedes(list, input, label, _roundRobin[firstPort + port]))
            {
                label = input;
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

        Array.Fill(_scratch.Matched, -1);
        Array.Fill(_scratch.MatchedOutput, -1);
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
        var own = _laneOf[label];
        _scratch.SwitchGrant[label] = true;
        label = -1;
        _roundRobin[firstPort + bid.Port] = (byte)(own + 1 == _channels ? 0 : own + 1);
    }

    private void MovePointers(int firstPort, int port, int output)
    {
        _switchPointers.Grant[firstPort + output] = port + 1 == _ports ? 0 : port + 1;
        _switchPointers.Accept[firstPort + port] = output + 1 == _ports ? 0 : output + 1;
    }

    // A channel that sends beats one that speculates; among equals the next in turn wins.
    private bool Supersedes(int list, int challenger, int holder, int turn)
    {
        var (mine, theirs) = (_inputChannels[list + challenger].State, _inputChannels[list + holder].State);
        return mine == theirs
            ? Wrap(_laneOf[challenger] - turn, _channels) < Wrap(_laneOf[holder] - turn, _channels)
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
                nearest[output] = distance;
                granted[output] = port;
            }
        }

        // What an output granted counts only where it has a nearest bidder in this round.
        foreach (var (port, output) in bids)
        {
            if (nearest[output] == int.MaxValue || granted[output] != port || matchedOutput[output] >= 0)
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
            if (nearest[output] != int.MaxValue && matched[port] == output && matchedOutput[output] < 0)
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
            nearest[output] = int.MaxValue;
        }
    }
}
