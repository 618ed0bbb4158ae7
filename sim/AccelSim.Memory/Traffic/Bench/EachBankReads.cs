namespace AccelSim.Memory;

/// <summary>Least requests in every bank of every channel in turn.</summary>
internal sealed class EachBankReads(DramConfig config) : DramStream
{
    private readonly DramAddressMap _map = new(config);
    private readonly int _bursts = config.MinimumBurstBytes / config.BurstBytes;
    private long _number;

    public override int Bytes => config.MinimumBurstBytes;

    /// <summary>Requests after which a bank has its turn again.</summary>
    public int Round => config.Channels * _map.BankSets * PerSet;

    // Bursts from a request in one bank to one in the next.
    private int Apart => Math.Max(_bursts, config.InterleavedBursts);

    // Banks of a set that are interleaved wider than a request are visited one after the other.
    private int PerSet => Math.Max(1, config.InterleavedBanks * config.InterleavedBursts / Apart);

    public override DramAsk Take()
    {
        var (rest, channel) = Math.DivRem(_number++, config.Channels);
        (rest, var part) = Math.DivRem(rest, PerSet);
        (rest, var set) = Math.DivRem(rest, _map.BankSets);
        var burst = _map.Burst((int)set, rest % _map.RowsPerBank, (int)part * Apart);
        return new DramAsk(_map.Address((int)channel, burst * config.BurstBytes), Bytes, Write: false);
    }
}
