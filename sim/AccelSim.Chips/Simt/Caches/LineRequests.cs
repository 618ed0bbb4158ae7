namespace AccelSim.Chips.Simt;

/// <summary>Who waits for sectors of which line: lists by place of a <see cref="SectorTags"/>, numbers taken again when they are free.</summary>
internal sealed class LineRequests
{
    private int[] _next = new int[64];
    private int[] _who = new int[64];
    private byte[] _sectors = new byte[64];
    private int _free = -1;
    private int _used;
    private readonly int[] _first;
    private readonly int[] _last;
    private readonly int[] _count;

    public LineRequests(int places)
    {
        _first = new int[places];
        _last = new int[places];
        _count = new int[places];
        Array.Fill(_first, -1);
    }

    /// <summary>Lines that somebody waits for.</summary>
    public int Lines { get; private set; }

    /// <summary>True where somebody waits for the line at a place.</summary>
    public bool Any(int place) => _first[place] >= 0;

    /// <summary>How many wait for the line at a place.</summary>
    public int Count(int place) => _count[place];

    /// <summary>Adds one who waits, behind those who do already.</summary>
    public void Add(int place, int who, byte sectors)
    {
        var node = _free;
        if (node >= 0)
        {
            _free = _next[node];
        }
        else
        {
            node = _used++;
            if (node == _next.Length)
            {
                Array.Resize(ref _next, 2 * node);
                Array.Resize(ref _who, 2 * node);
                Array.Resize(ref _sectors, 2 * node);
            }
        }

        (_who[node], _sectors[node], _next[node]) = (who, sectors, -1);
        if (_first[place] < 0)
        {
            _first[place] = node;
            Lines++;
        }
        else
        {
            _next[_last[place]] = node;
        }

        _last[place] = node;
        _count[place]++;
    }

    /// <summary>Sectors of the line at a place have come: writes those who have all they wait for to <paramref name="served"/>, in order; returns how many.</summary>
    public int Arrive(int place, byte sectors, ref int[] served)
    {
        var count = 0;
        var before = -1;
        for (var node = _first[place]; node >= 0;)
        {
            var next = _next[node];
            _sectors[node] &= (byte)~sectors;
            if (_sectors[node] != 0)
            {
                before = node;
            }
            else
            {
                if (count == served.Length)
                {
                    Array.Resize(ref served, 2 * count);
                }

                served[count++] = _who[node];
                if (before < 0)
                {
                    _first[place] = next;
                }
                else
                {
                    _next[before] = next;
                }

                _next[node] = _free;
                _free = node;
            }

            node = next;
        }

        _count[place] -= count;
        if (_first[place] < 0)
        {
            Lines -= count > 0 ? 1 : 0;
        }
        else
        {
            _last[place] = before;
        }

        return count;
    }
}
