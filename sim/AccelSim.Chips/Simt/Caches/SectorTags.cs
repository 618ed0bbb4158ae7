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
    private readonly int[] _chain;
    private readonly long[] _lines;
    private readonly int[] _newer;
    private readonly int[] _older;
    private readonly int[] _newest;
    private readonly int[] _oldest;
    private readonly int[] _dirtyLines;

    /// <summary>An empty cache.</summary>
    /// <param name="sets">Sets; a line is in set (line mod sets).</param>
    /// <param name="ways">Lines of a set.</param>
    public SectorTags(int sets, int ways)
    {
        (_sets, _ways) = (sets, ways);
        var places = sets * ways;
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * places))];
        _chain = new int[places];
        _lines = new long[places];
        _newer = new int[places];
        _older = new int[places];
        _newest = new int[sets];
        _oldest = new int[sets];
        _dirtyLines = new int[sets];
        Valid = new byte[places];
        Dirty = new byte[places];
        Pending = new byte[places];
        Leaving = new byte[places];
        Clear();
    }

    /// <summary>Sectors that are there, by place.</summary>
    public byte[] Valid { get; }

    /// <summary>Sectors that the next level does not know yet.</summary>
    public byte[] Dirty { get; }

    /// <summary>Sectors on their way.</summary>
    public byte[] Pending { get; }

    /// <summary>Sectors on their way to the next level.</summary>
    public byte[] Leaving { get; }

    /// <summary>The line at a place.</summary>
    public long LineAt(int place) => _lines[place];

    /// <summary>Forgets what it holds; places that wait for sectors stay.</summary>
    public void Invalidate() => Array.Clear(Valid);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Fill(_buckets, None);
        Array.Fill(_lines, -1L);
        Array.Clear(Valid);
        Array.Clear(Dirty);
        Array.Clear(Pending);
        Array.Clear(Leaving);
        Array.Clear(_dirtyLines);
        for (var set = 0; set < _sets; set++)
        {
            var first = set * _ways;
            for (var way = 0; way < _ways; way++)
            {
                _newer[first + way] = way == 0 ? None : first + way - 1;
                _older[first + way] = way == _ways - 1 ? None : first + way + 1;
            }

            (_newest[set], _oldest[set]) = (first, first + _ways - 1);
        }
    }

    /// <summary>The place of a line, or <see cref="None"/>.</summary>
    public int Find(long line)
    {
        var place = _buckets[Bucket(line)];
        while (place >= 0 && _lines[place] != line)
        {
            place = _chain[place];
        }

        return place;
    }

    /// <summary>The least recently used place for a line that nothing binds; <see cref="None"/> where all are bound.</summary>
    public int Victim(long line)
    {
        var place = _oldest[(int)(line % _sets)];
        while (place >= 0 && (Pending[place] | Leaving[place] | Dirty[place]) != 0)
        {
            place = _newer[place];
        }

        return place;
    }

    /// <summary>Sectors of a line are written here alone; returns how many such lines its set has.</summary>
    public int Soil(int place, byte sectors)
    {
        ref var lines = ref _dirtyLines[place / _ways];
        lines += Dirty[place] == 0 ? 1 : 0;
        Dirty[place] |= sectors;
        return lines;
    }

    /// <summary>What is written here alone sets out for the next level; returns which sectors.</summary>
    public byte Clean(int place)
    {
        var dirty = Dirty[place];
        _dirtyLines[place / _ways] -= dirty == 0 ? 0 : 1;
        Leaving[place] |= dirty;
        Dirty[place] = 0;
        return dirty;
    }

    /// <summary>The least recently used line of a line's set with something that must set out for the next level and has not; <see cref="None"/> for none.</summary>
    public int OldestDirty(long line)
    {
        var place = _oldest[(int)(line % _sets)];
        while (place >= 0 && (Dirty[place] == 0 || Leaving[place] != 0))
        {
            place = _newer[place];
        }

        return place;
    }

    /// <summary>The least recently used place of a line's set.</summary>
    public int Oldest(long line) => _oldest[(int)(line % _sets)];

    /// <summary>Gives a place to a line; nothing of it is there yet.</summary>
    public void Install(int place, long line)
    {
        if (_lines[place] >= 0)
        {
            Unlink(place);
        }

        _lines[place] = line;
        (Valid[place], Dirty[place], Pending[place]) = (0, 0, 0);
        ref var bucket = ref _buckets[Bucket(line)];
        _chain[place] = bucket;
        bucket = place;
        Use(place);
    }

    /// <summary>A line was used: it is the most recent of its set.</summary>
    public void Use(int place)
    {
        var set = place / _ways;
        if (_newest[set] == place)
        {
            return;
        }

        var (newer, older) = (_newer[place], _older[place]);
        _older[newer] = older;
        if (older >= 0)
        {
            _newer[older] = newer;
        }
        else
        {
            _oldest[set] = newer;
        }

        (_newer[place], _older[place]) = (None, _newest[set]);
        _newer[_newest[set]] = place;
        _newest[set] = place;
    }

    private int Bucket(long line) => (int)((ulong)line * 0x9E3779B97F4A7C15UL >> 32) & (_buckets.Length - 1);

    private void Unlink(int place)
    {
        ref var link = ref _buckets[Bucket(_lines[place])];
        while (link != place)
        {
            link = ref _chain[link];
        }

        link = _chain[place];
    }
}
