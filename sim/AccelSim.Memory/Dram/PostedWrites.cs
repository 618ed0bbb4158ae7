namespace AccelSim.Memory;

/// <summary>
/// The write queue of a channel. Writes are accepted while there is room and put on the bus in batches: from the high watermark down to
/// the low one, or when the channel has been idle for a while. A batch goes in order of bank and row, so that rows are opened once.
/// </summary>
/// <remarks>
/// Between two arrivals nothing can change what the channel does, so draining is computed when the next request arrives: no events.
/// </remarks>
public sealed class PostedWrites
{
    private readonly DramConfig _config;
    private readonly DramChannel _channel;
    private Entry[] _entries = new Entry[16];
    private int _count;
    private int _bursts;
    private long _freeing;

    /// <summary>An empty queue in front of <paramref name="channel"/>.</summary>
    public PostedWrites(DramConfig config, DramChannel channel)
    {
        _config = config;
        _channel = channel;
    }

    /// <summary>Bursts waiting.</summary>
    public int Bursts => _bursts;

    /// <summary>Accepts a train that arrives at tick <paramref name="arrival"/>; returns the tick at which its last burst was accepted.</summary>
    public long Post(RowTrain train, long arrival)
    {
        DrainIdle(arrival);
        var accepted = arrival;
        while (train.Count > 0)
        {
            var take = Math.Min(train.Count, _config.WriteHighWatermark - _bursts);
            Enqueue(train with { Count = take }, Math.Max(accepted, _freeing));
            accepted = Math.Max(accepted, _freeing);
            train = train with { Position = train.Position + take, Count = train.Count - take };
            if (_bursts >= _config.WriteHighWatermark)
            {
                Drain(_config.WriteLowWatermark);
            }
        }

        return accepted;
    }

    /// <summary>Uses the time up to tick <paramref name="now"/> to drain if the channel was idle long enough.</summary>
    public void DrainIdle(long now)
    {
        if (_bursts > 0 && now - Math.Max(_channel.FreeAt, _entries[_count - 1].Arrival) > _config.IdleDrainTicks)
        {
            var start = Math.Max(_channel.FreeAt, _entries[_count - 1].Arrival) + _config.IdleDrainTicks;
            Drain(0, start);
        }
    }

    /// <summary>Puts everything on the bus; returns the tick at which the last data has been written (0 when nothing ever was).</summary>
    public long Flush()
    {
        Drain(0);
        return _channel.FreeAt == 0 ? 0 : _channel.DataEnd(_channel.FreeAt - _config.ColumnShort, write: true);
    }

    /// <summary>Begins a new count of ticks with an empty queue.</summary>
    public void Restart()
    {
        Drain(0);
        _freeing = 0;
    }

    private void Enqueue(in RowTrain train, long arrival)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        // Kept sorted by (bank set, row, position): an insertion from the back is short because streams arrive in order.
        var at = _count++;
        while (at > 0 && Precedes(train, _entries[at - 1].Train))
        {
            _entries[at] = _entries[at - 1];
            at--;
        }

        _entries[at] = new Entry(train, arrival);
        _bursts += train.Count;
    }

    private static bool Precedes(in RowTrain left, in RowTrain right) =>
        left.BankSet != right.BankSet ? left.BankSet < right.BankSet
        : left.Row != right.Row ? left.Row < right.Row
        : left.Position < right.Position;

    private void Drain(int target, long notBefore = 0)
    {
        var done = 0;
        var first = long.MaxValue;
        while (done < _count && _bursts > target)
        {
            ref var entry = ref _entries[done];
            var take = Math.Min(entry.Train.Count, _bursts - target);
            var placed = _channel.Place(entry.Train with { Count = take }, write: true, Math.Max(entry.Arrival, notBefore));
            first = Math.Min(first, placed.FirstColumn);
            _bursts -= take;
            if (take < entry.Train.Count)
            {
                entry = new Entry(entry.Train with { Position = entry.Train.Position + take, Count = entry.Train.Count - take }, entry.Arrival);
                break;
            }

            done++;
        }

        if (first != long.MaxValue)
        {
            // Room appears as the batch goes out; what waits for room enters from the first column on.
            _freeing = first;
        }

        Array.Copy(_entries, done, _entries, 0, _count - done);
        _count -= done;
    }

    private readonly record struct Entry(RowTrain Train, long Arrival);
}
