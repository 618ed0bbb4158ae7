namespace AccelSim.Memory;

/// <summary>
/// Accesses whose end is known, as a binary heap. Those of one instant end in the order in which they were asked for, whichever channel was
/// looked at first.
/// </summary>
internal sealed class EndingAccesses
{
    private Entry[] _heap = new Entry[64];
    private int _count;

    /// <summary>An access ends.</summary>
    /// <param name="access">Which.</param>
    /// <param name="time">When, fs.</param>
    /// <param name="number">How many were asked for before it.</param>
    public void Add(int access, long time, long number)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * _count);
        }

        var entry = new Entry(time, number, access);
        var at = _count++;
        while (at > 0 && entry.Before(_heap[(at - 1) / 2]))
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = entry;
    }

    /// <summary>Takes out the one whose turn it is; there must be one.</summary>
    public int Next()
    {
        var first = _heap[0].Access;
        var last = _heap[--_count];
        var at = 0;
        for (var child = 1; child < _count; child = (2 * at) + 1)
        {
            child += child + 1 < _count && _heap[child + 1].Before(_heap[child]) ? 1 : 0;
            if (!_heap[child].Before(last))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = last;
        return first;
    }

    private readonly record struct Entry(long Time, long Number, int Access)
    {
        public bool Before(in Entry other) => Time < other.Time || (Time == other.Time && Number < other.Number);
    }
}
