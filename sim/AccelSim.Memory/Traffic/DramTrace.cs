namespace AccelSim.Memory;

/// <summary>The requests of a stream, one by one.</summary>
public sealed class DramTrace
{
    private readonly DramTraffic _traffic;
    private readonly DramFieldMap _map;
    private readonly DramDevice _device;
    private readonly int _channels;
    private readonly CongruentialRandom _addresses;
    private readonly CongruentialRandom _kinds;
    private long _next;
    private long _block;

    /// <summary>The stream from its first request on.</summary>
    public DramTrace(DramTraffic traffic, DramFieldMap map, DramDevice device, int channels)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        _traffic = traffic;
        _map = map;
        _device = device;
        _channels = channels;
        _addresses = new CongruentialRandom(traffic.Seed);
        _kinds = new CongruentialRandom(traffic.Seed ^ 0x9E3779B97F4A7C15UL);
    }

    /// <summary>The next burst and whether it is written.</summary>
    public (long Burst, bool Write) Next()
    {
        var k = _next++;
        var burst = Address(k);
        return (burst, IsWrite(k));
    }

    private long Address(long k)
    {
        var capacity = _map.Bursts;
        switch (_traffic.Pattern)
        {
            case DramPattern.Sequential:
                return k % capacity;
            case DramPattern.Strided:
                var at = k * (_traffic.StrideBytes / _device.BurstBytes);
                return (at + (at / capacity)) % capacity;
            case DramPattern.Random:
                if (k % _traffic.Run == 0)
                {
                    _block = (long)(_addresses.Next() % (ulong)(capacity / _traffic.Run)) * _traffic.Run;
                }

                return _block + (k % _traffic.Run);
            case DramPattern.Copy:
                return ((k / _traffic.Of) + (capacity / _traffic.Of * (k % _traffic.Of))) % capacity;
            case DramPattern.RowConflict:
                return _map.Burst(0, 0, 0, 0, 0, 0, 0, k);
            case DramPattern.BankHit:
                return _map.Burst(0, 0, 0, 0, 0, 0, (int)(k % _device.Columns), k / _device.Columns);
            default:
                return Rotating(k);
        }
    }

    /// <summary>Group fastest, then bank, pseudo channel, channel, stack identity, rank; row = number of the round.</summary>
    private long Rotating(long k)
    {
        var group = Digit(ref k, _device.BankGroups / _device.StackIds);
        var bank = Digit(ref k, _device.BanksPerGroup);
        var pseudoChannel = Digit(ref k, _device.PseudoChannels);
        var channel = Digit(ref k, _channels);
        var stack = Digit(ref k, _device.StackIds);
        var rank = Digit(ref k, _device.Ranks);
        return _map.Burst(channel, pseudoChannel, rank, stack, group, bank, 0, _traffic.Pattern == DramPattern.FirstTouch ? 0 : k);

        static int Digit(ref long value, int size)
        {
            var digit = (int)(value % size);
            value /= size;
            return digit;
        }
    }

    private bool IsWrite(long k)
    {
        if (_traffic.Writes == 0 || _traffic.Writes == _traffic.Of)
        {
            return _traffic.Writes > 0;
        }

        return _traffic.RandomMix
            ? _kinds.Next() % (ulong)_traffic.Of < (ulong)_traffic.Writes
            : k % _traffic.Of >= _traffic.Of - _traffic.Writes;
    }
}
