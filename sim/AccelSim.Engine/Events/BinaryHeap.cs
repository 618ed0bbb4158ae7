using System.Runtime.CompilerServices;

namespace AccelSim.Engine;

/// <summary>A binary min-heap in one growing array. A value with state: not to be copied.</summary>
/// <param name="capacity">Items for which there is room at first, at least 1.</param>
/// <typeparam name="T">Items, totally ordered.</typeparam>
public struct BinaryHeap<T>(int capacity)
    where T : struct, IPrecedes<T>
{
    private T[] _items = new T[capacity];

    /// <summary>Items in it.</summary>
    public int Count { get; private set; }

    /// <summary>The item before which none goes; there must be one.</summary>
    public readonly ref readonly T Min => ref _items[0];

    /// <summary>Puts an item in.</summary>
    public void Push(in T item)
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

    /// <summary>Takes <see cref="Min"/> out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public T Pop()
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

    /// <summary>Takes all out.</summary>
    public void Clear() => Count = 0;
}
