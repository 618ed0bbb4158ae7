namespace AccelSim.Chips.Simt;

/// <summary>The last reads that came to a slice of the L2 and are not answered yet, so that one of the same sectors can join them.</summary>
internal sealed class ReadCoalescer
{
    private readonly long[] _lines;
    private readonly int[] _requests;
    private int _next;

    /// <summary>One that compares with <paramref name="requests"/> reads.</summary>
    public ReadCoalescer(int requests)
    {
        (_lines, _requests) = (new long[requests], new int[requests]);
        Array.Fill(_lines, -1);
    }

    /// <summary>The number of a read of a line that is not answered; below 0 where there is none.</summary>
    public int Find(long line)
    {
        var place = _lines.AsSpan().IndexOf(line);
        return place < 0 ? -1 : _requests[place];
    }

    /// <summary>A read comes that joins no other; the oldest is forgotten. Returns where it is kept.</summary>
    public int Add(long line, int request)
    {
        var place = _next;
        (_lines[place], _requests[place]) = (line, request);
        _next = place + 1 == _lines.Length ? 0 : place + 1;
        return place;
    }

    /// <summary>A read that was kept at <paramref name="place"/> is answered.</summary>
    public void Remove(int place, int request)
    {
        if (_requests[place] == request)
        {
            _lines[place] = -1;
        }
    }
}
