using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>The requests in the queues of a channel, by number; numbers are used again.</summary>
internal sealed class WaitingPool
{
    private readonly NumberPool<Waiting> _requests = new(64);
    private Waiting[] _items = [];
    private long _sequence;

    /// <summary>A request that is kept.</summary>
    public ref Waiting this[int index] => ref _items[index];

    /// <summary>Keeps a request; returns its number.</summary>
    public int Keep(in DramRequest request, long arrival)
    {
        var index = _requests.Take();
        if (index >= _items.Length)
        {
            _items = _requests.Items;
        }

        // Field by field: a request that has just been put together would be slow to read as a whole.
        ref var waiting = ref _items[index];
        waiting.Request = new DramRequest(request.Bank, request.Row, request.Column, request.Count, request.Write, request.Tag);
        (waiting.Arrival, waiting.Sequence, waiting.Served, waiting.Next) = (arrival, _sequence++, 0, -1);
        return index;
    }

    /// <summary>Forgets a request.</summary>
    public void Drop(int index) => _requests.Return(index);
}
