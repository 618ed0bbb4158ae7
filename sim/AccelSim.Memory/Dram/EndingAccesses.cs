namespace AccelSim.Memory;

/// <summary>
/// Accesses whose ends are known, by when they end. Those of one instant end in the order in which they were asked for, whichever channel was
/// looked at first.
/// </summary>
/// <remarks>A table of short lists by time, each in order of time and asking: there is at most one list for an instant, most often of one.</remarks>
internal sealed class EndingAccesses
{
    private int[] _first = NoLists(256);
    private Entry[] _entries = new Entry[64];
    private int _count;

    /// <summary>Takes in an access, known by a small number, that ends at <paramref name="time"/> (fs).</summary>
    /// <param name="access">Number, unlike that of any other that has not ended.</param>
    /// <param name="time">When it ends.</param>
    /// <param name="asked">How many were asked for before it.</param>
    public void Add(int access, long time, long asked)
    {
        if (access >= _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(access + 1, 2 * _entries.Length));
        }

        // Room enough that two instants rarely share a list.
        if (4 * ++_count > _first.Length)
        {
            Grow();
        }

        _entries[access] = new Entry(time, asked, -1);
        Link(access);
    }

    /// <summary>Takes out, of those that end at <paramref name="time"/>, the one asked for first; there must be one.</summary>
    public int Take(long time)
    {
        ref var place = ref _first[List(time)];
        while (_entries[place].Time != time)
        {
            place = ref _entries[place].Next;
        }

        var access = place;
        place = _entries[access].Next;
        _count--;
        return access;
    }

    private void Link(int access)
    {
        ref var entry = ref _entries[access];
        ref var place = ref _first[List(entry.Time)];
        while (place >= 0 && (_entries[place].Time < entry.Time || (_entries[place].Time == entry.Time && _entries[place].Asked < entry.Asked)))
        {
            place = ref _entries[place].Next;
        }

        entry.Next = place;
        place = access;
    }

    private void Grow()
    {
        var lists = _first;
        _first = NoLists(2 * lists.Length);
        foreach (var first in lists)
        {
            for (var access = first; access >= 0;)
            {
                var next = _entries[access].Next;
                Link(access);
                access = next;
            }
        }
    }

    /// <summary>Multiplicative hashing: the high bits of the product with 2^64 over the golden ratio.</summary>
    private int List(long time) => (int)((ulong)time * 0x9E3779B97F4A7C15UL >> 40) & (_first.Length - 1);

    private static int[] NoLists(int count)
    {
        var lists = new int[count];
        Array.Fill(lists, -1);
        return lists;
    }

    private struct Entry(long time, long asked, int next)
    {
        public readonly long Time = time;
        public readonly long Asked = asked;
        public int Next = next;
    }
}
