namespace AccelSim.Memory;

/// <summary>The pages that a pattern comes to, segment by segment, each once as long as no other comes between.</summary>
/// <param name="pattern">Addresses, at least 0.</param>
/// <param name="pageBits">Bits of an address inside a page.</param>
public struct PatternPages(AffinePattern pattern, int pageBits)
{
    private long _segment = -1;
    private long _final = -1;

    /// <summary>Number of the page.</summary>
    public long Current { get; private set; } = -1;

    /// <summary>Itself, for <c>foreach</c>.</summary>
    public readonly PatternPages GetEnumerator() => this;

    /// <summary>Goes to the next page; false when there is none.</summary>
    public bool MoveNext()
    {
        var last = Current;
        do
        {
            if (_segment >= 0 && Current < _final)
            {
                Current++;
            }
            else if (++_segment < pattern.Segments)
            {
                var address = pattern.Address(_segment);
                (Current, _final) = (address >> pageBits, (address + pattern.Bytes - 1) >> pageBits);
            }
            else
            {
                return false;
            }
        }
        while (Current == last);
        return true;
    }
}
