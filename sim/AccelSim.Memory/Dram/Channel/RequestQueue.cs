namespace AccelSim.Memory;

/// <summary>Requests that wait for room in a channel, first come first served.</summary>
internal sealed class RequestQueue
{
    private DramRequest[] _items = new DramRequest[16];
    private int _first;

    public int Count { get; private set; }

    public ref readonly DramRequest First => ref _items[_first];

    public void Add(in DramRequest request)
    {
        if (Count == _items.Length)
        {
            var longer = new DramRequest[Count * 2];
            for (var i = 0; i < Count; i++)
            {
                longer[i] = _items[(_first + i) & (Count - 1)];
            }

            (_items, _first) = (longer, 0);
        }

        _items[(_first + Count++) & (_items.Length - 1)] = request;
    }

    public void RemoveFirst()
    {
        _first = (_first + 1) & (_items.Length - 1);
        Count--;
    }
}
