using System.Runtime.CompilerServices;

namespace AccelSim.Engine;

/// <summary>A binary min-heap of events in one growing array: the far future and the present slot of <see cref="EventQueue"/>.</summary>
internal struct EventHeap(int capacity)
{
    private SimEvent[] _items = new SimEvent[capacity];

    public int Count { get; private set; }

    public readonly ref readonly SimEvent Min => ref _items[0];

    public void Push(in SimEvent item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        var items = _items;
        var hole = Count++;
        while (hole > 0)
        {
            var parent = (hole - 1) >> 1;
            if (!item.Precedes(items[parent]))
            {
                break;
            }

            items[hole] = items[parent];
            hole = parent;
        }

        items[hole] = item;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public SimEvent Pop()
    {
        var items = _items;
        var result = items[0];
        var last = items[--Count];
        var hole = 0;
        for (var child = 1; child < Count; child = (hole << 1) + 1)
        {
            if (child + 1 < Count && items[child + 1].Precedes(items[child]))
            {
                child++;
            }

            if (!items[child].Precedes(last))
            {
                break;
            }

            items[hole] = items[child];
            hole = child;
        }

        items[hole] = last;
        return result;
    }

    public void Clear() => Count = 0;
}
