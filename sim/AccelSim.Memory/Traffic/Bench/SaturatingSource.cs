using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// Keeps a number of requests on their way. Measures a whole number of refresh intervals, after as many requests as fill all queues twice; requests
/// go on until the end of what is measured.
/// </summary>
internal sealed class SaturatingSource : DramSource
{
    private readonly int _window;
    private readonly long _bytes;
    private readonly long _interval;
    private long _warmUp;
    private long _stopAt = long.MaxValue;
    private bool _begun;
    private bool _stopped;

    /// <param name="config">The memory.</param>
    /// <param name="stream">What is asked for.</param>
    /// <param name="window">Requests on their way.</param>
    /// <param name="bytes">Bytes to measure at least.</param>
    public SaturatingSource(DramConfig config, DramStream stream, int window, long bytes)
        : base(config, stream)
    {
        (_window, _bytes) = (window, bytes);
        var queues = (long)config.Channels * (config.Policy.ReadQueue + config.Policy.WriteQueue) * config.BurstBytes / stream.Bytes;
        _warmUp = 2 * (window + Math.Min(queues, 1 + (bytes / stream.Bytes)));
        _interval = config.Clock.Edge(Math.Max(1, config.Device.RefreshInterval));
    }

    protected override void Handle(in SimEvent item)
    {
        for (var i = 0; i < _window; i++)
        {
            Ask();
        }
    }

    protected override void Ended(int bytes, long asked, long number)
    {
        if (_stopped)
        {
            return;
        }

        if (!_begun)
        {
            Begin();
        }
        else if (Now > _stopAt)
        {
            _stopped = true;
            Meter.Stop(_stopAt);
            return;
        }
        else if (Now > Meter.Begun)
        {
            Count(bytes, asked);
        }

        Ask();
    }

    // Refresh may come again in all channels at once: a part of an interval would count it too often or not at all.
    private void Count(int bytes, long asked)
    {
        Meter.Moved(bytes);
        Meter.Took(Now - asked);
        if (_stopAt == long.MaxValue && Meter.Bytes >= _bytes)
        {
            _stopAt = Meter.Begun + ((Now - Meter.Begun + _interval - 1) / _interval * _interval);
        }
    }

    private void Begin()
    {
        if (--_warmUp == 0)
        {
            _begun = true;
            Meter.Begin(Now);
        }
    }
}
