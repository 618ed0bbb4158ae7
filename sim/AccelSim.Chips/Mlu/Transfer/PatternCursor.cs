using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>Walks an address pattern in pieces that are patterns themselves: a part of one segment, or several whole segments.</summary>
/// <param name="pattern">What to walk.</param>
/// <param name="alignment">Cuts inside a segment fall on multiples of this many bytes, so that no burst is touched twice.</param>
/// <param name="boundary">No contiguous bytes of a piece cross a multiple of this, itself a multiple of <paramref name="alignment"/>; 0 for no such rule.</param>
internal struct PatternCursor(AffinePattern pattern, long alignment, long boundary = 0)
{
    private readonly AffinePattern _pattern = pattern.Bytes > 0 ? pattern.Flattened() : pattern;
    private readonly long _alignment = alignment;
    private readonly long _boundary = boundary;
    private long _segment;
    private long _offset;

    /// <summary>Bytes not yet taken.</summary>
    public readonly long Remaining => ((_pattern.Segments - _segment) * _pattern.Bytes) - _offset;

    /// <summary>Takes the next piece of at most <paramref name="most"/> bytes (at least 1 while any remain, unless held back).</summary>
    /// <param name="most">Bytes at hand.</param>
    /// <param name="holdBack">More bytes follow: rather than cut inside a unit of alignment, takes nothing (an empty pattern).</param>
    /// <param name="complete">Rather than cut inside a unit of alignment, takes all of it, even if that is more than <paramref name="most"/>.</param>
    public AffinePattern Take(long most, bool holdBack = false, bool complete = false)
    {
        var address = _pattern.Address(_segment) + _offset;
        var room = Room(address);
        if (_offset == 0 && _pattern.Bytes <= Math.Min(most, room))
        {
            var inner = _segment % _pattern.Count1;
            var limit = (int)Math.Min(most / _pattern.Bytes, _pattern.Count1 - inner);
            var count = _boundary == 0 ? limit : 1;
            while (count < limit && _pattern.Bytes <= Room(address + (count * _pattern.Stride1)))
            {
                count++;
            }

            _segment += count;
            return new AffinePattern(address, _pattern.Bytes, count, _pattern.Stride1);
        }

        var left = _pattern.Bytes - _offset;
        var bytes = Math.Min(most, left);
        var over = (address + bytes) % _alignment;
        if (bytes < left && over < bytes)
        {
            bytes -= over;
        }
        else if (bytes < left && complete)
        {
            bytes = Math.Min(left, bytes + _alignment - over);
        }
        else if (bytes < left && holdBack)
        {
            return default;
        }

        bytes = Math.Min(bytes, room);
        _offset += bytes;
        if (_offset == _pattern.Bytes)
        {
            _offset = 0;
            _segment++;
        }

        return new AffinePattern(address, bytes);
    }

    /// <summary>Bytes from an address to the boundary behind it.</summary>
    private readonly long Room(long address) => _boundary == 0 ? long.MaxValue : _boundary - (address % _boundary);
}
