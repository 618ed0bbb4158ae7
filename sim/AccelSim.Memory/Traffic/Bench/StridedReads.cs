namespace AccelSim.Memory;

/// <summary>Least requests at a stride.</summary>
internal sealed class StridedReads(DramConfig config, long stride) : DramStream
{
    private readonly long _steps = Math.Max(1, config.CapacityBytes / stride);
    private long _step;
    private long _shift;

    public override int Bytes => config.MinimumBurstBytes;

    public override DramAsk Take()
    {
        var ask = new DramAsk((_step * stride) + _shift, Bytes, Write: false);
        if (++_step == _steps)
        {
            _step = 0;
            _shift = (_shift + Bytes) % stride;
        }

        return ask;
    }
}
