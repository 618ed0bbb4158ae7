using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>The requests in the queues of a channel, by number; numbers are used again.</summary>
internal sealed class WaitingPool
{
    private readonly NumberPool<Waiting> _requests = new(64);
    private long _sequence;

    /// <summary>A request that is kept.</summary>
    public ref Waiting this[int index] => ref _requests.Items[index];

    /// <summary>Keeps a request; returns its number.</summary>
    public int Keep(in DramRequest request, long arrival)
    {
        var index = _requests.Take();
        _requests.Items[index] = new Waiting { Request = request, Arrival = arrival, Sequence = _sequence++, Next = -1 };
        return index;
    }

    /// <summary>Forgets a request.</summary>
    public void Drop(int index) => _requests.Return(index);
}
