namespace AccelSim.Memory;

/// <summary>
/// Walks an address pattern in pieces of whole requests. A piece is a pattern itself: neighbouring requests of one segment up to the next
/// boundary, or several segments that are one request each.
/// </summary>
/// <param name="pattern">What to walk; at least one byte.</param>
/// <param name="rules">Where it is cut.</param>
public struct RequestCursor(AffinePattern pattern, RequestRules rules)
{
    private readonly AffinePattern _pattern = pattern.Flattened();
    private readonly RequestRules _rules = rules;
    private long _segment;
    private long _offset;

    /// <summary>Bytes not yet taken.</summary>
    public readonly long Remaining => ((_pattern.Segments - _segment) * _pattern.Bytes) - _offset;

    /// <summary>Takes the next piece: at least one request, and no further one that would exceed a limit.</summary>
    /// <param name="mostBytes">Bytes at hand.</param>
    /// <param name="mostRequests">Requests that may be made.</param>
    /// <param name="requests">How many the piece is.</param>
    /// <exception cref="InvalidOperationException">Nothing remains.</exception>
    public AffinePattern Take(long mostBytes, int mostRequests, out int requests)
    {
        if (_segment == _pattern.Segments)
        {
            throw new InvalidOperationException("the pattern has been walked to its end");
        }

        var address = _pattern.Address(_segment) + _offset;
        var left = _pattern.Bytes - _offset;
        return _offset == 0 && _rules.First(address, left) == left
            ? Segments(address, mostBytes, mostRequests, out requests)
            : Inside(address, left, mostBytes, mostRequests, out requests);
    }

    private AffinePattern Segments(long address, long mostBytes, int mostRequests, out int requests)
    {
        var bytes = _pattern.Bytes;
        var most = Math.Min(Math.Min(mostRequests, mostBytes / bytes), _pattern.Count1 - (_segment % _pattern.Count1));
        requests = 1;
        while (requests < most && _rules.First(address + (requests * _pattern.Stride1), bytes) == bytes)
        {
            requests++;
        }

        _segment += requests;
        return new AffinePattern(address, bytes, requests, _pattern.Stride1);
    }

    private AffinePattern Inside(long address, long left, long mostBytes, int mostRequests, out int requests)
    {
        var bytes = _rules.First(address, left);
        requests = 1;
        while (bytes < left && requests < mostRequests && !_rules.IsBoundary(address + bytes))
        {
            var next = _rules.First(address + bytes, left - bytes);
            if (bytes + next > mostBytes)
            {
                break;
            }

            bytes += next;
            requests++;
        }

        _offset += bytes;
        if (_offset == _pattern.Bytes)
        {
            _offset = 0;
            _segment++;
        }

        return new AffinePattern(address, bytes);
    }
}
