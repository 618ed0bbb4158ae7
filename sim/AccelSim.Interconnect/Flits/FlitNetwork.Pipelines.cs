namespace AccelSim.Interconnect;

/// <content>
/// Allocators that take more than one cycle, as BookSim 2's: bids of a cycle are matched among themselves, and their outcomes are looked at that
/// many cycles later. In the lists, bids whose outcome is due come first, in order.
/// </content>
public sealed partial class FlitNetwork
{
    private readonly int _channelDelay;
    private readonly int _switchDelay;

    // Matches new bids for channels; returns how many outcomes are due, and keeps the others.
    private int DecideChannels(int router, int list, int count)
    {
        var bids = _lists.Allocating.AsSpan(list, count);
        var decided = _lists.DecidedChannels[router];
        if (decided < count)
        {
            MatchChannels(router, bids[decided..]);
            foreach (var bidder in bids[decided..])
            {
                _inputChannels[list + bidder].Due = Now + _channelDelay - 1;
                _inputChannels[list + bidder].OutChannel = _scratch.ChannelGrant[bidder];
            }
        }

        var ripe = Ripe(list, bids);
        foreach (var bidder in bids[..ripe])
        {
            ref readonly var channel = ref _inputChannels[list + bidder];
            var own = channel.OutChannel - (channel.Output * _channels);
            var free = channel.OutChannel >= 0 && (_freeChannels[(router * _ports) + channel.Output] & (1u << own)) != 0;
            _scratch.ChannelGrant[bidder] = free ? channel.OutChannel : -1;
        }

        bids[ripe..].CopyTo(_scratch.Allocating);
        _scratch.AllocatingCount = count - ripe;
        _lists.DecidedChannels[router] = count - ripe;
        return ripe;
    }

    // The same for the switch. Whether a channel still has a credit is looked at when its flit is to go.
    private int DecideSwitch(int router, int list, int count)
    {
        var bids = _lists.Sending.AsSpan(list, count);
        var decided = _lists.DecidedSwitch[router];
        if (decided < count)
        {
            MatchSwitch(router, bids[decided..]);
            foreach (var bidder in bids[decided..])
            {
                _inputChannels[list + bidder].Due = Now + _switchDelay - 1;
                _inputChannels[list + bidder].Won = _scratch.SwitchGrant[bidder];
            }
        }

        var ripe = Ripe(list, bids);
        foreach (var bidder in bids[..ripe])
        {
            _scratch.SwitchGrant[bidder] = _inputChannels[list + bidder].Won;
        }

        bids[ripe..].CopyTo(_scratch.Sending);
        _scratch.SendingCount = count - ripe;
        _lists.DecidedSwitch[router] = count - ripe;
        return ripe;
    }

    private int Ripe(int list, ReadOnlySpan<int> bids)
    {
        var ripe = 0;
        while (ripe < bids.Length && _inputChannels[list + bids[ripe]].Due <= Now)
        {
            ripe++;
        }

        return ripe;
    }
}
