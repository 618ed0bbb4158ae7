namespace AccelSim.Chips.Simt;

/// <summary>Who waits for sectors of which line: lists by place of a <see cref="SectorTags"/>, numbers taken again when they are free.</summary>
internal sealed class LineRequests
{
    private readonly List[] _lists;
    private Node[] _nodes = new Node[64];
    private int _free = -1;
    private int _used;

    public LineRequests(int places)
    {
        _lists = new List[places];
        Array.Fill(_lists, new List { First = -1 });
    }

    /// <summary>Lines that somebody waits for.</summary>
    public int Lines { get; private set; }

    /// <summary>True where somebody waits for the line at a place.</summary>
    public bool Any(int place) => _lists[place].First >= 0;

    /// <summary>How many wait for the line at a place.</summary>
    public int Count(int place) => _lists[place].Count;

    /// <summary>Adds one who waits, behind those who do already.</summary>
    public void Add(int place, int who, byte sectors)
    {
        var number = _free;
        if (number >= 0)
        {
            _free = _nodes[number].Next;
        }
        else
        {
            number = _used++;
            if (number == _nodes.Length)
            {
                Array.Resize(ref _nodes, 2 * number);
            }
        }

        _nodes[number] = new Node { Next = -1, Who = who, Sectors = sectors };
        ref var list = ref _lists[place];
        if (list.First < 0)
        {
            list.First = number;
            Lines++;
        }
        else
        {
            _nodes[list.Last].Next = number;
        }

        list.Last = number;
        list.Count++;
    }

    /// <summary>Sectors of the line at a place have come: writes those who have all they wait for to <paramref name="served"/>, in order; returns how many.</summary>
    public int Arrive(int place, byte sectors, ref int[] served)
    {
        ref var list = ref _lists[place];
        var count = 0;
        var before = -1;
        for (var number = list.First; number >= 0;)
        {
            ref var node = ref _nodes[number];
            var next = node.Next;
            node.Sectors &= (byte)~sectors;
            if (node.Sectors != 0)
            {
                before = number;
            }
            else
            {
                if (count == served.Length)
                {
                    Array.Resize(ref served, 2 * count);
                }

                served[count++] = node.Who;
                if (before < 0)
                {
                    list.First = next;
                }
                else
                {
                    _nodes[before].Next = next;
                }

                node.Next = _free;
                _free = number;
            }

            number = next;
        }

        list.Count -= count;
        if (list.First < 0)
        {
            Lines -= count > 0 ? 1 : 0;
        }
        else
        {
            list.Last = before;
        }

        return count;
    }

    private struct List
    {
        public int First;
        public int Last;
        public int Count;
    }

    private struct Node
    {
        public int Next;
        public int Who;
        public byte Sectors;
    }
}
