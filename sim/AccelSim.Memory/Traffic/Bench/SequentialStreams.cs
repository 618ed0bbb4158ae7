namespace AccelSim.Memory;

/// <summary>Sequential streams in turn, the last ones written.</summary>
internal sealed class SequentialStreams : DramStream
{
    /// <summary>Streams begin at multiples of a page, as what an operating system hands out does.</summary>
    private const long Page = 2 << 20;

    private readonly int _streams;
    private readonly int _written;
    private readonly long _apart;
    private readonly long _span;
    private int _turn;
    private long _offset;

    public SequentialStreams(DramConfig config, int bytes, int streams, int written)
    {
        (Bytes, _streams, _written) = (bytes, streams, written);
        var share = config.CapacityBytes / streams;
        _apart = share > Page ? share / Page * Page : share / bytes * bytes;
        _span = _apart / bytes * bytes;
    }

    public override int Bytes { get; }

    public override DramAsk Take()
    {
        var ask = new DramAsk((_turn * _apart) + _offset, Bytes, _turn >= _streams - _written);
        if (++_turn == _streams)
        {
            _turn = 0;
            _offset = (_offset + Bytes) % _span;
        }

        return ask;
    }
}
