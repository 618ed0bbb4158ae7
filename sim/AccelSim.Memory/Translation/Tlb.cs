namespace AccelSim.Memory;

/// <summary>
/// A set-associative store of page numbers with least-recently-used replacement, each with the time at which its translation is known: an
/// entry is made when it is asked for, so that whoever asks before its walk has ended waits for that walk.
/// </summary>
public sealed class Tlb
{
    private const long Empty = -1;

    private readonly int _ways;
    private readonly int _sets;
    private readonly long[] _pages;
    private readonly long[] _ready;
    private readonly long[] _used;
    private long _uses;

    /// <summary>An empty one.</summary>
    /// <param name="entries">Entries in all.</param>
    /// <param name="ways">Entries of a set, a divisor of <paramref name="entries"/>.</param>
    public Tlb(int entries, int ways)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ways, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, ways);
        ArgumentOutOfRangeException.ThrowIfNotEqual(entries % ways, 0);
        _ways = ways;
        _sets = entries / ways;
        _pages = new long[entries];
        _ready = new long[entries];
        _used = new long[entries];
        Array.Fill(_pages, Empty);
    }

    /// <summary>Looks a page up, which is then the last used of its set.</summary>
    /// <param name="page">Page number, at least 0.</param>
    /// <param name="ready">When its translation is known, fs; meaningless where there is no entry.</param>
    /// <returns>True where there is an entry.</returns>
    public bool TryFind(long page, out long ready)
    {
        var slot = Slot(page);
        ready = 0;
        if (slot < 0)
        {
            return false;
        }

        _used[slot] = ++_uses;
        ready = _ready[slot];
        return true;
    }

    /// <summary>Makes an entry for a page that has none, in place of the one of its set that was used longest ago.</summary>
    /// <param name="page">Page number, at least 0.</param>
    /// <param name="ready">When its translation is known, fs.</param>
    public void Insert(long page, long ready)
    {
        var first = First(page);
        var victim = first;
        for (var slot = first; slot < first + _ways; slot++)
        {
            victim = _used[slot] < _used[victim] ? slot : victim;
        }

        _pages[victim] = page;
        _ready[victim] = ready;
        _used[victim] = ++_uses;
    }

    /// <summary>Says when the translation of a page is known, where it still has an entry; that is no use of it.</summary>
    /// <param name="page">Page number, at least 0.</param>
    /// <param name="ready">When, fs.</param>
    public void Update(long page, long ready)
    {
        var slot = Slot(page);
        if (slot >= 0)
        {
            _ready[slot] = ready;
        }
    }

    /// <summary>Forgets a page.</summary>
    public void Remove(long page)
    {
        var slot = Slot(page);
        if (slot >= 0)
        {
            _pages[slot] = Empty;
            _used[slot] = 0;
        }
    }

    private int First(long page) => (int)(page % _sets) * _ways;

    private int Slot(long page)
    {
        var first = First(page);
        var way = _pages.AsSpan(first, _ways).IndexOf(page);
        return way < 0 ? -1 : first + way;
    }
}
