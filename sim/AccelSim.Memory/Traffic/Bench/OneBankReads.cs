using System.Numerics;

namespace AccelSim.Memory;

/// <summary>Least requests in one bank of each of some channels.</summary>
internal sealed class OneBankReads : DramStream
{
    private readonly DramConfig _config;
    private readonly DramAddressMap _map;
    private readonly int _channels;
    private readonly int _places;
    private readonly int _step;
    private readonly int _bursts;
    private readonly int _together;
    private readonly bool _newRows;
    private int _channel;
    private long _number;

    public OneBankReads(DramConfig config, int channels, bool newRows)
    {
        (_config, _channels, _newRows) = (config, channels, newRows);
        _map = new DramAddressMap(config);

        // Bursts from one least request, or several that lie together in the first bank of the set, to the next that begins there.
        var bursts = _bursts = config.MinimumBurstBytes / config.BurstBytes;
        _together = Math.Max(1, config.InterleavedBursts / bursts);
        var round = config.InterleavedBanks * config.InterleavedBursts;
        _step = round * (bursts / (int)BigInteger.GreatestCommonDivisor(bursts, round));
        _places = Math.Max(1, _map.BurstsPerRowSet / _step) * _together;
    }

    public override int Bytes => _config.MinimumBurstBytes;

    public override long MostPerChannel => _newRows ? Math.Max(1, _map.RowsPerBank / 2) : long.MaxValue;

    public override DramAsk Take()
    {
        var (row, place) = _newRows ? (_number, 0) : (_number / _places, (int)(_number % _places));
        var burst = _map.Burst(0, row % _map.RowsPerBank, (place / _together * _step) + (place % _together * _bursts));
        var ask = new DramAsk(_map.Address(_channel, burst * _config.BurstBytes), Bytes, Write: false);
        if (++_channel == _channels)
        {
            _channel = 0;
            _number++;
        }

        return ask;
    }
}
