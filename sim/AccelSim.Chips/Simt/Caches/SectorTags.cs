namespace AccelSim.Chips.Simt;

/// <summary>
/// Tags of a sectored cache with many ways: a hash table from line to place, and for each set its lines from the most to the least recently used,
/// so that no look-up depends on the number of ways. Lines with sectors on their way, in or out, or that the next level does not know yet are not replaced.
/// </summary>
internal sealed class SectorTags
{
    /// <summary>No place.</summary>
    public const int None = -1;

    private readonly int _sets;
    private readonly int _ways;
    private readonly int[] _buckets;
    private readonly SectorEntry[] _places;
    private readonly SetEnds[] _ends;

    /// <summary>An empty cache.</summary>
    /// <param name="sets">Sets; a line is in set (line mod sets).</param>
    /// <param name="ways">Lines of a set.</param>
    public SectorTags(int sets, int ways)
    {
        (_sets, _ways) = (sets, ways);
        var places = sets * ways;
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * places))];
        _places = new SectorEntry[places];
        _ends = new SetEnds[sets];
        Clear();
    }

    /// <summary>What is known of the line at a place.</summary>
    public ref SectorEntry At(int place) => ref _places[place];

    /// <summary>The line at a place.</summary>
    public long LineAt(int place) => _places[place].Line;

    /// <summary>Forgets what it holds; places that wait for sectors stay.</summary>
    public void Invalidate()
    {
        foreach (ref var entry in _places.AsSpan())
        {
            entry.Valid = 0;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Fill(_buckets, None);
        for (var set = 0; set < _sets; set++)
        {
            var first = set * _ways;
            for (var way = 0; way < _ways; way++)
            {
                _places[first + way] = new()
                {
                    Line = -1,
                    Newer = way == 0 ? None : first + way - 1,
                    Older = way == _ways - 1 ? None : first + way + 1,
                };
            }

            _ends[set] = new() { Newest = first, Oldest = first + _ways - 1 };
        }
    }

    /// <summary>The place of a line, or <see cref="None"/>.</summary>
    public int Find(long line)
    {
        var place = _buckets[Bucket(line)];
        while (place >= 0 && _places[place].Line != line)
        {
            place = _places[place].Chain;
        }

        return place;
    }

    /// <summary>The least recently used place for a line that nothing binds; <see cref="None"/> where all are bound.</summary>
    public int Victim(long line)
    {
        var place = Oldest(line);
        while (place >= 0 && _places[place].IsBound)
        {
            place = _places[place].Newer;
        }

        return place;
    }

    /// <summary>Sectors of a line are written here alone; returns how many such lines its set has.</summary>
    public int Soil(int place, byte sectors)
    {
        ref var lines = ref _ends[place / _ways].DirtyLines;
        ref var entry = ref _places[place];
        lines += entry.Dirty == 0 ? 1 : 0;
        entry.Dirty |= sectors;
        return lines;
    }

    /// <summary>What is written here alone sets out for the next level; returns which sectors.</summary>
    public byte Clean(int place)
    {
        ref var entry = ref _places[place];
        var dirty = entry.Dirty;
        _ends[place / _ways].DirtyLines -= dirty == 0 ? 0 : 1;
        entry.Leaving |= dirty;
        entry.Dirty = 0;
        return dirty;
    }

    /// <summary>The least recently used line of a line's set with something that must set out for the next level and has not; <see cref="None"/> for none.</summary>
    public int OldestDirty(long line)
    {
        var place = Oldest(line);
        while (place >= 0 && (_places[place].Dirty == 0 || _places[place].Leaving != 0))
        {
            place = _places[place].Newer;
        }

        return place;
    }

    /// <summary>The least recently used place of a line's set.</summary>
    public int Oldest(long line) => _ends[(int)(line % _sets)].Oldest;

    /// <summary>Gives a place to a line; nothing of it is there yet.</summary>
    public void Install(int place, long line)
    {
        ref var entry = ref _places[place];
        if (entry.Line >= 0)
        {
            Unlink(place);
        }

        entry.Line = line;
        (entry.Valid, entry.Dirty, entry.Pending) = (0, 0, 0);
        ref var bucket = ref _buckets[Bucket(line)];
        entry.Chain = bucket;
        bucket = place;
        Use(place);
    }

    /// <summary>A line was used: it is the most recent of its set.</summary>
    public void Use(int place)
    {
        ref var ends = ref _ends[place / _ways];
        if (ends.Newest == place)
        {
            return;
        }

        ref var entry = ref _places[place];
        var (newer, older) = (entry.Newer, entry.Older);
        _places[newer].Older = older;
        if (older >= 0)
        {
            _places[older].Newer = newer;
        }
        else
        {
            ends.Oldest = newer;
        }

        (entry.Newer, entry.Older) = (None, ends.Newest);
        _places[ends.Newest].Newer = place;
        ends.Newest = place;
    }

    private int Bucket(long line) => (int)((ulong)line * 0x9E3779B97F4A7C15UL >> 32) & (_buckets.Length - 1);

    private void Unlink(int place)
    {
        ref var link = ref _buckets[Bucket(_places[place].Line)];
        while (link != place)
        {
            link = ref _places[link].Chain;
        }

        link = _places[place].Chain;
    }

    /// <summary>Ends of a set's list of places by use, and how many of its lines the next level does not know yet.</summary>
    private struct SetEnds
    {
        public int Newest;
        public int Oldest;
        public int DirtyLines;
    }
}
