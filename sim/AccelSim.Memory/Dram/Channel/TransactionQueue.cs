namespace AccelSim.Memory;

/// <summary>Requests in order of arrival.</summary>
internal sealed class TransactionQueue(WaitingPool pool)
{
    private int[] _items = new int[32];

    public int Count { get; private set; }

    public int Bursts { get; private set; }

    public int this[int position] => _items[position];

    public void Add(int index, int bursts)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = index;
        Bursts += bursts;
    }

    public void RemoveAt(int position, int bursts)
    {
        Count--;
        Bursts -= bursts;
        Array.Copy(_items, position + 1, _items, position, Count - position);
    }

    public bool Overlaps(in DramRequest request)
    {
        for (var i = 0; i < Count; i++)
        {
            if (pool[_items[i]].Overlaps(request))
            {
                return true;
            }
        }

        return false;
    }

    public bool Covers(in DramRequest request)
    {
        for (var i = 0; i < Count; i++)
        {
            if (pool[_items[i]].Covers(request))
            {
                return true;
            }
        }

        return false;
    }
}
