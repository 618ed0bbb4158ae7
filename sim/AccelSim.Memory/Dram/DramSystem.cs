using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// Device memory: splits accesses over channels into row trains and says when each access ends. Requests must come in order of time,
/// which the event queue guarantees; equal times are served in order of submission.
/// </summary>
public sealed class DramSystem
{
    private readonly DramConfig _config;
    private readonly DramAddressMap _map;
    private readonly DramChannel[] _channels;
    private readonly PostedWrites[] _writes;
    private long _origin;
    private long _lastTime;
    private Progress _progress;

    /// <summary>An idle memory.</summary>
    public DramSystem(DramConfig config, Func<int, IDramCommandLog?>? log = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config.Checked();
        _map = new DramAddressMap(config);
        _channels = [.. Enumerable.Range(0, config.Channels).Select(i => new DramChannel(config, log?.Invoke(i)))];
        _writes = [.. _channels.Select(channel => new PostedWrites(config, channel))];
    }

    /// <summary>The numbers it was built from.</summary>
    public DramConfig Config => _config;

    /// <summary>Bytes read, whole minimum bursts.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes written, whole minimum bursts.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Bytes read only because a write covered part of a minimum burst.</summary>
    public long BytesReadToModify { get; private set; }

    /// <summary>Counters of one channel.</summary>
    public DramChannelCounters Counters(int channel) => _channels[channel].Counters;

    /// <summary>Serves one access.</summary>
    /// <param name="time">When it reaches the controllers, fs; not before an earlier access.</param>
    /// <param name="pattern">Which bytes.</param>
    /// <param name="write">Write or read.</param>
    /// <exception cref="ArgumentOutOfRangeException">It goes back in time, or touches bytes outside the memory.</exception>
    public DramOutcome Access(long time, in AffinePattern pattern, bool write)
    {
        if (time < _lastTime)
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, $"an access at {time} fs after one at {_lastTime} fs");
        }

        if (pattern.Lowest < 0 || pattern.End > _config.CapacityBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(pattern), $"bytes {pattern.Lowest:x}h to {pattern.End:x}h lie outside the memory of {_config.CapacityBytes} bytes");
        }

        _lastTime = time;
        var arrival = _config.Clock.CycleAtOrAfter(time - _origin);
        _progress = new Progress { Arrival = arrival, ReadEnd = arrival, End = arrival };
        var flat = pattern.Flattened();
        for (var segment = 0L; segment < flat.Segments; segment++)
        {
            Segment(flat.Address(segment), flat.Bytes, write);
        }

        return Outcome(time, write);
    }

    /// <summary>Writes out all posted writes; returns when the memory is quiescent, not before <paramref name="time"/> (fs).</summary>
    public long Flush(long time)
    {
        var tick = 0L;
        foreach (var writes in _writes)
        {
            tick = Math.Max(tick, writes.Flush());
        }

        return Math.Max(time, _origin + _config.Clock.Edge(tick));
    }

    /// <summary>
    /// Defines the state at a quiescent point: posted writes gone, rows closed, clock and refresh phase as if the memory had been switched
    /// on at <paramref name="time"/> (fs). What follows then does not depend on what went before.
    /// </summary>
    public void Quiesce(long time)
    {
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            _writes[channel].Restart();
            _channels[channel].Restart();
        }

        _origin = time;
        _lastTime = time;
    }

    /// <summary>Enters what the channel did beyond <paramref name="before"/> into an empty ledger, and closes it at <paramref name="end"/> (fs).</summary>
    public void Settle(int channel, Ledger ledger, long end, in DramChannelCounters before = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var counters = _channels[channel].Counters;
        Enter(counters.BusyTicks - before.BusyTicks, Cause.DramBandwidth);
        Enter(counters.RowMissTicks - before.RowMissTicks, Cause.DramRowMiss);
        Enter(counters.RefreshTicks - before.RefreshTicks, Cause.DramRefresh);
        Enter(counters.TurnaroundTicks - before.TurnaroundTicks, Cause.DramTurnaround);
        ledger.AdvanceIfLater(end, Cause.Idle);

        void Enter(long ticks, Cause cause) => ledger.Advance(Math.Min(end, ledger.End + _config.Clock.Edge(ticks)), cause);
    }

    private void Segment(long address, long bytes, bool write)
    {
        var line = _config.MinimumBurstBytes;
        var first = address / line * line;
        var end = (address + bytes + line - 1) / line * line;
        if (write && _config.ReadModifyWrite)
        {
            ModifyPartialLines(address, address + bytes, first, end);
        }

        if (write)
        {
            BytesWritten += end - first;
        }
        else
        {
            BytesRead += end - first;
        }

        Spread(first, end, write);
    }

    private void ModifyPartialLines(long address, long stop, long first, long end)
    {
        var line = _config.MinimumBurstBytes;
        var head = address != first;
        var tail = stop != end && !(head && end - first == line);
        if (head)
        {
            BytesReadToModify += line;
            Spread(first, first + line, write: false);
        }

        if (tail)
        {
            BytesReadToModify += line;
            Spread(end - line, end, write: false);
        }

        _progress.ReadModify |= head || tail;
    }

    /// <summary>Cuts bytes first to end - 1 into the part of each channel, in the order in which a channel's first byte comes.</summary>
    private void Spread(long first, long end, bool write)
    {
        var size = _config.ChannelInterleaveBytes;
        var firstBlock = first / size;
        var lastBlock = (end - 1) / size;
        if (lastBlock - firstBlock < _config.Channels)
        {
            for (var block = firstBlock; block <= lastBlock; block++)
            {
                var (channel, local) = _map.Locate(block * size);
                Bursts(channel, local + Math.Max(0, first - (block * size)), local + Math.Min(size, end - (block * size)), write);
            }

            return;
        }

        var from = Place(firstBlock);
        var to = Place(lastBlock);
        for (var i = 0; i < _config.Channels; i++)
        {
            var channel = _map.Channel((from.Index + i) % _config.Channels, from.Rotation);
            var inFirst = IndexOf(channel, from.Rotation);
            var inLast = IndexOf(channel, to.Rotation);
            var low = inFirst < from.Index ? (from.Group + 1) * size
                : (from.Group * size) + (inFirst == from.Index ? first % size : 0);
            var high = inLast < to.Index ? (to.Group + 1) * size
                : (to.Group * size) + (inLast == to.Index ? ((end - 1) % size) + 1 : 0);
            Bursts(channel, low, high, write);
        }
    }

    private (long Group, int Index, int Rotation) Place(long block)
    {
        var group = block / _config.Channels;
        return (group, (int)(block - (group * _config.Channels)), _map.Rotation(group));
    }

    private void Bursts(int channel, long low, long high, bool write)
    {
        for (var burst = low / _config.BurstBytes; burst < high / _config.BurstBytes;)
        {
            var train = _map.Train(burst, high / _config.BurstBytes);
            burst += train.Count;
            if (write)
            {
                Post(channel, train);
            }
            else
            {
                Read(channel, train);
            }
        }
    }

    private int IndexOf(int channel, int rotation)
    {
        var index = channel - rotation;
        return index < 0 ? index + _config.Channels : index;
    }

    private void Read(int channel, in RowTrain train)
    {
        _writes[channel].DrainIdle(_progress.Arrival);
        var placed = _channels[channel].Place(train, write: false, _progress.Arrival);
        var end = _channels[channel].DataEnd(placed.LastColumn, write: false);
        _progress.ReadEnd = Math.Max(_progress.ReadEnd, end);
        if (end > _progress.End)
        {
            _progress.End = end;
            _progress.Critical = placed;
        }
    }

    private void Post(int channel, in RowTrain train)
    {
        // A line that is modified can be written once it has been read.
        var arrival = _progress.ReadModify ? _progress.ReadEnd : _progress.Arrival;
        _progress.End = Math.Max(_progress.End, _writes[channel].Post(train, arrival));
    }

    private DramOutcome Outcome(long time, bool write)
    {
        var clock = _config.Clock;
        var done = Math.Max(time, _origin + clock.Edge(_progress.End)) + _config.ControllerLatency;
        var total = done - time;
        if (write)
        {
            var modify = _progress.ReadModify ? Math.Min(total, Math.Max(0, _origin + clock.Edge(_progress.ReadEnd) - time)) : 0;
            var latency = Math.Min(_config.ControllerLatency, total - modify);
            return new DramOutcome(done, 0, 0, 0, 0, latency, modify, total - modify - latency);
        }

        var critical = _progress.Critical;
        var row = Math.Min(total, clock.Edge(critical.RowMiss));
        var refresh = Math.Min(total - row, clock.Edge(critical.Refresh));
        var turn = Math.Min(total - row - refresh, clock.Edge(critical.Turnaround));
        var pipe = Math.Min(
            total - row - refresh - turn, clock.Edge(_config.ReadLatency + _config.BurstTicks) + _config.ControllerLatency);
        return new DramOutcome(done, total - row - refresh - turn - pipe, row, refresh, turn, pipe, 0, 0);
    }

    private struct Progress
    {
        public long Arrival;
        public long ReadEnd;
        public long End;
        public bool ReadModify;
        public Placement Critical;
    }
}
