namespace AccelSim.Memory;

/// <summary>
/// Who handles faults: each by itself, or one batch after the other. Faults of one instant, and those that come while a batch is handled, go
/// together, as many as a batch has room for.
/// </summary>
/// <param name="latency">Time of a batch, or of a fault by itself, fs.</param>
/// <param name="most">Faults of a batch; null where each is handled by itself.</param>
internal sealed class FaultBatches(long latency, int? most)
{
    private long _begin;
    private int _count;

    /// <summary>Batches begun, or planned to begin; 0 where there are none.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a fault; returns when it has been handled, fs.</summary>
    public long Handle(long time)
    {
        if (most is not { } limit)
        {
            return time + latency;
        }

        if (Count > 0 && time <= _begin && _count < limit)
        {
            _count++;
        }
        else
        {
            // Nothing is handled any more, or the last batch has begun or is full.
            _begin = Count == 0 ? time : Math.Max(time, _begin + latency);
            _count = 1;
            Count++;
        }

        return _begin + latency;
    }
}
