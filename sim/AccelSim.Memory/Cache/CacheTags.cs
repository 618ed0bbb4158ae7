using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>The tag store: which lines are there, which of their sectors are valid, dirty or on their way, and which line makes room.</summary>
internal sealed class CacheTags
{
    private const long Nothing = -1;

    private readonly CacheReplacement _replacement;
    private readonly int _ways;
    private readonly long _sets;
    private readonly long[] _lines;
    private readonly long[] _used;
    private readonly ulong[] _trees;
    private readonly CongruentialRandom _random;
    private long _clock;
    private ulong? _draw;

    public CacheTags(CacheConfig config)
    {
        _replacement = config.Replacement;
        _ways = config.Ways;
        _sets = config.SizeBytes / config.LineBytes / config.Ways;
        var lines = (int)(_sets * config.Ways);
        _lines = new long[lines];
        Array.Fill(_lines, Nothing);
        Valid = new ulong[lines];
        Dirty = new ulong[lines];
        Pending = new ulong[lines];
        _used = _replacement == CacheReplacement.LeastRecentlyUsed ? new long[lines] : [];
        _trees = _replacement == CacheReplacement.PseudoLeastRecentlyUsed ? new ulong[_sets] : [];
        _random = new CongruentialRandom(config.Seed);
    }

    /// <summary>Valid sectors by place.</summary>
    public ulong[] Valid { get; }

    /// <summary>Dirty sectors by place.</summary>
    public ulong[] Dirty { get; }

    /// <summary>Sectors that were asked for and have not come; a line with any stays.</summary>
    public ulong[] Pending { get; }

    /// <summary>The line at a place.</summary>
    public long LineAt(int place) => _lines[place];

    /// <summary>Number of sets.</summary>
    public long Sets => _sets;

    /// <summary>The places of a set, the end excluded.</summary>
    public (int First, int End) PlacesOf(long set) => ((int)set * _ways, ((int)set + 1) * _ways);

    /// <summary>Place of a line, or -1.</summary>
    public int Find(long line)
    {
        var start = Start(line);
        for (var place = start; place < start + _ways; place++)
        {
            if (_lines[place] == line)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The place that a new line would take, or -1 when all lines of its set wait for data.</summary>
    public int Victim(long line)
    {
        var start = Start(line);
        var movable = 0;
        for (var place = start; place < start + _ways; place++)
        {
            if (_lines[place] == Nothing)
            {
                return place;
            }

            movable += Pending[place] == 0 ? 1 : 0;
        }

        return movable == 0 ? -1 : _replacement switch
        {
            CacheReplacement.LeastRecentlyUsed => Oldest(start),
            CacheReplacement.PseudoLeastRecentlyUsed => MovableFrom(start, TreeVictim(start / _ways)),
            _ => Nth(start, (int)((_draw ??= _random.Next()) % (ulong)movable)),
        };
    }

    /// <summary>True when the place holds a line.</summary>
    public bool Holds(int place) => _lines[place] != Nothing;

    /// <summary>Puts a line without valid sectors at a place.</summary>
    public void Install(int place, long line)
    {
        // A draw stands until a line has made room for it, however often it was asked for.
        _draw = _lines[place] == Nothing ? _draw : null;
        _lines[place] = line;
        Valid[place] = 0;
        Dirty[place] = 0;
    }

    /// <summary>Lets the line at a place go.</summary>
    public void Remove(int place)
    {
        _lines[place] = Nothing;
        Valid[place] = 0;
        Dirty[place] = 0;
    }

    /// <summary>Notes a use of the line at a place.</summary>
    public void Use(int place)
    {
        if (_replacement == CacheReplacement.LeastRecentlyUsed)
        {
            _used[place] = ++_clock;
        }
        else if (_replacement == CacheReplacement.PseudoLeastRecentlyUsed)
        {
            UseInTree(place / _ways, place % _ways);
        }
    }

    /// <summary>Set numbers are mixed with the bits above them, so that strides of a power of two spread.</summary>
    private int Start(long line) => (int)((line ^ (line / _sets)) % _sets) * _ways;

    private int Oldest(int start)
    {
        var victim = -1;
        for (var place = start; place < start + _ways; place++)
        {
            if (Pending[place] == 0 && (victim < 0 || _used[place] < _used[victim]))
            {
                victim = place;
            }
        }

        return victim;
    }

    private int Nth(int start, int number)
    {
        var place = start;
        while (Pending[place] != 0 || number-- > 0)
        {
            place++;
        }

        return place;
    }

    private int MovableFrom(int start, int way)
    {
        while (Pending[start + way] != 0)
        {
            way = (way + 1) % _ways;
        }

        return start + way;
    }

    /// <summary>Follows the bits from the root, node 1; the children of node n are 2n and 2n + 1, ways are the leaves.</summary>
    private int TreeVictim(int set)
    {
        var node = 1;
        while (node < _ways)
        {
            node = (2 * node) + (int)((_trees[set] >> node) & 1);
        }

        return node - _ways;
    }

    private void UseInTree(int set, int way)
    {
        for (var node = way + _ways; node > 1; node >>= 1)
        {
            var bit = 1UL << (node >> 1);
            _trees[set] = (node & 1) == 0 ? _trees[set] | bit : _trees[set] & ~bit;
        }
    }
}
