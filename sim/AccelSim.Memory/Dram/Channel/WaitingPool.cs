namespace AccelSim.Memory;

/// <summary>The requests in the queues of a channel, by number; numbers are used again.</summary>
internal sealed class WaitingPool
{
    private Waiting[] _requests = new Waiting[64];
    private int[] _free = [.. Enumerable.Range(0, 64)];
    private int _freeCount = 64;
    private long _sequence;

    /// <summary>A request that is kept.</summary>
    public ref Waiting this[int index] => ref _requests[index];

    /// <summary>Keeps a request; returns its number.</summary>
    public int Keep(in DramRequest request, long arrival)
    {
        if (_freeCount == 0)
        {
            var length = _requests.Length;
            Array.Resize(ref _requests, length * 2);
            Array.Resize(ref _free, length * 2);
            for (var i = length; i < length * 2; i++)
            {
                _free[_freeCount++] = i;
            }
        }

        var index = _free[--_freeCount];
        _requests[index] = new Waiting { Request = request, Arrival = arrival, Sequence = _sequence++, Next = -1 };
        return index;
    }

    /// <summary>Forgets a request.</summary>
    public void Drop(int index) => _free[_freeCount++] = index;
}
