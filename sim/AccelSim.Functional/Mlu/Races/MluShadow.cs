namespace AccelSim.Functional.Mlu;

/// <summary>Who touched some bytes last: the access that wrote them and the set of those that have read them since.</summary>
internal struct MluCell
{
    public int Write;
    public int Set;
}

/// <summary>What to do with each run of bytes that have the same history.</summary>
internal interface IMluCellVisitor
{
    void Visit(ref MluCell cell, long address);
}

/// <summary>
/// The history of one memory in granules of 64 bytes, the smallest burst. A granule that an access covers only in part is split into pieces at exactly
/// the bytes, and made whole again by the next access that covers all of it and leaves one history.
/// </summary>
internal sealed class MluShadow
{
    private const int GranuleShift = 6;
    private const int GranuleBytes = 1 << GranuleShift;
    private const int PageShift = 10;
    private const int SplitMark = -1;

    private readonly List<int> _touched = [];
    private readonly List<List<Piece>> _splits = [];
    private readonly Stack<MluCell[]> _free = [];
    private MluCell[]?[] _pages = [];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (var index in _touched)
        {
            var page = _pages[index]!;
            Array.Clear(page);
            _free.Push(page);
            _pages[index] = null;
        }

        _touched.Clear();
        _splits.Clear();
    }

    /// <summary>Visits the bytes from <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public void Visit<TVisitor>(long from, long to, ref TVisitor visitor)
        where TVisitor : struct, IMluCellVisitor, allows ref struct
    {
        for (var at = from; at < to;)
        {
            var page = Page((int)(at >> (GranuleShift + PageShift)));
            var pageEnd = Math.Min(to, ((at >> (GranuleShift + PageShift)) + 1) << (GranuleShift + PageShift));
            while (at < pageEnd)
            {
                var end = Math.Min(pageEnd, ((at >> GranuleShift) + 1) << GranuleShift);
                ref var cell = ref page[(at >> GranuleShift) & ((1 << PageShift) - 1)];
                if (end - at == GranuleBytes && cell.Write != SplitMark)
                {
                    visitor.Visit(ref cell, at);
                }
                else
                {
                    VisitPart(ref cell, at, end, ref visitor);
                }

                at = end;
            }
        }
    }

    private MluCell[] Page(int index)
    {
        if (index >= _pages.Length)
        {
            Array.Resize(ref _pages, Math.Max(index + 1, 2 * _pages.Length));
        }

        if (_pages[index] is { } page)
        {
            return page;
        }

        _touched.Add(index);
        return _pages[index] = _free.TryPop(out var reused) ? reused : new MluCell[1 << PageShift];
    }

    private void VisitPart<TVisitor>(ref MluCell cell, long from, long to, ref TVisitor visitor)
        where TVisitor : struct, IMluCellVisitor, allows ref struct
    {
        var granule = from & ~(GranuleBytes - 1L);
        if (cell.Write != SplitMark)
        {
            _splits.Add([new Piece(GranuleBytes, cell)]);
            cell = new MluCell { Write = SplitMark, Set = _splits.Count - 1 };
        }

        var pieces = _splits[cell.Set];
        Split(pieces, (int)(from - granule));
        Split(pieces, (int)(to - granule));
        var start = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (granule + start >= from && granule + piece.End <= to)
            {
                visitor.Visit(ref piece.Cell, granule + start);
                pieces[i] = piece;
            }

            start = piece.End;
        }

        Merge(pieces);
        if (pieces.Count == 1)
        {
            cell = pieces[0].Cell;
        }
    }

    private static void Split(List<Piece> pieces, int offset)
    {
        if (offset is 0 or GranuleBytes)
        {
            return;
        }

        var index = 0;
        while (pieces[index].End < offset)
        {
            index++;
        }

        if (pieces[index].End > offset)
        {
            pieces.Insert(index, new Piece(offset, pieces[index].Cell));
        }
    }

    private static void Merge(List<Piece> pieces)
    {
        for (var i = pieces.Count - 1; i > 0; i--)
        {
            if (pieces[i].Cell.Write == pieces[i - 1].Cell.Write && pieces[i].Cell.Set == pieces[i - 1].Cell.Set)
            {
                pieces.RemoveAt(i - 1);
            }
        }
    }

    /// <summary>Bytes of a granule up to <see cref="End"/>, from the end of the piece before.</summary>
    private struct Piece(int end, MluCell cell)
    {
        public readonly int End = end;
        public MluCell Cell = cell;
    }
}
