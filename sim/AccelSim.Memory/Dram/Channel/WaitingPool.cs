namespace AccelSim.Memory;

/// <summary>The requests in the queues of a channel, by number; numbers are used again.</summary>
internal sealed class WaitingPool
{
    private readonly IndexPool _numbers = new();
    private Waiting[] _requests = new Waiting[64];
    private long _sequence;

    /// <summary>A request that is kept.</summary>
    public ref Waiting this[int index] => ref _requests[index];

    /// <summary>Keeps a request; returns its number.</summary>
    public int Keep(in DramRequest request, long arrival)
    {
        var index = _numbers.Take();
        if (index >= _requests.Length)
        {
            Array.Resize(ref _requests, _numbers.Capacity);
        }

        _requests[index] = new Waiting { Request = request, Arrival = arrival, Sequence = _sequence++, Next = -1 };
        return index;
    }

    /// <summary>Forgets a request.</summary>
    public void Drop(int index) => _numbers.Return(index);
}
