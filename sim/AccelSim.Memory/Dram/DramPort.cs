using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// A channel with what stands in front of it: parts of accesses wait here, reads and writes apart, until the controller has room. It is
/// worked through only when somebody asks, up to the tick of asking.
/// </summary>
internal sealed class DramPort : IDramSink
{
    private readonly DramSystem _owner;
    private readonly ChannelController _channel;
    private readonly Queue<DramRequest> _reads = new();
    private readonly Queue<DramRequest> _writes = new();
    private readonly int _banksPerBus;
    private readonly NumberPool<Part> _parts = new(64);

    public DramPort(DramSystem owner, DramConfig config, IDramCommandLog? log)
    {
        _owner = owner;
        _channel = ChannelController.Create(config.Device, config.Policy, this, log);
        _banksPerBus = config.Banks;
    }

    /// <summary>Time of the event that looks at the port next, fs.</summary>
    public long LookAt { get; set; } = long.MaxValue;

    /// <summary>True while a part waits here or a read is on its way.</summary>
    public bool Awaited => _parts.InUse > 0;

    public ChannelController Channel => _channel;

    /// <summary>Takes a part that arrives at <paramref name="tick"/>; the port has been worked through up to there.</summary>
    public void Submit(in DramRequest request, int bus, int access, long tick)
    {
        var part = _parts.Take();
        _parts.Items[part] = new Part { Access = access, Arrival = tick, Bus = bus, Before = _channel.Bus(bus) };
        (request.Write ? _writes : _reads).Enqueue(request with { Bank = request.Bank + (bus * _banksPerBus), Tag = part });
        Admit();
    }

    /// <summary>Works through all ticks before <paramref name="end"/>.</summary>
    public void Advance(long end)
    {
        while (_reads.Count + _writes.Count > 0 && _channel.NextTick < end)
        {
            _channel.StepTo(end);
            Admit();
        }

        _channel.RunTo(end);
    }

    /// <summary>
    /// The tick before which nobody needs to know what happened here: an access ends, or, where something is modified, goes on,
    /// <paramref name="latency"/> ticks after the last of its data.
    /// </summary>
    public long NextLook(long latency)
    {
        if (_channel.NextTick == long.MaxValue)
        {
            throw new InvalidOperationException($"{_reads.Count} reads and {_writes.Count} writes wait for a channel that has nothing to do");
        }

        return _channel.NextTick + (_writes.Count > 0 ? Math.Max(1, latency) : _channel.Device.ReadTicks + latency);
    }

    /// <summary>Works until nothing waits, writes included; the tick at which the last data has passed, 0 when there never was any.</summary>
    public long Finish()
    {
        while (Awaited || _channel.Busy)
        {
            _channel.Drain();
            _channel.Step();
            Admit();
        }

        return _channel.Counters.LastColumn == 0 ? 0 : _channel.Counters.LastColumn + Math.Max(_channel.Device.ReadTicks, _channel.Device.WriteTicks);
    }

    public void Restart()
    {
        _channel.Restart();
        LookAt = long.MaxValue;
    }

    void IDramSink.Done(int tag, long tick)
    {
        ref var part = ref _parts.Items[tag];
        var after = _channel.Bus(part.Bus);
        var waited = Math.Max(0, tick - _channel.Device.ReadTicks - part.Arrival);
        var idleBefore = Math.Max(0, part.Arrival - part.Before.Total);
        var access = part.Access;
        _parts.Return(tag);
        _owner.ReadDone(access, tick, DramWait.Of(after - part.Before, idleBefore, waited));
    }

    private void Admit()
    {
        while (_reads.Count > 0 && _channel.Accepts(write: false))
        {
            _channel.Enqueue(_reads.Dequeue());
        }

        while (_writes.Count > 0 && _channel.Accepts(write: true))
        {
            var request = _writes.Dequeue();
            var access = _parts.Items[request.Tag].Access;
            _parts.Return(request.Tag);
            _channel.Enqueue(request with { Tag = -1 });
            _owner.WriteTaken(access, _channel.Now);
        }

        _channel.ReadsHeld = _reads.Count > 0;
        _channel.WritesHeld = _writes.Count > 0;
    }

    private struct Part
    {
        public int Access;
        public int Bus;
        public long Arrival;
        public BusTime Before;
    }
}
