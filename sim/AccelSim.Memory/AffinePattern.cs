namespace AccelSim.Memory;

/// <summary>
/// Bytes at regular addresses: <see cref="Count2"/> x <see cref="Count1"/> segments of <see cref="Bytes"/> each; segment (j, i) begins at
/// Base + j * Stride2 + i * Stride1. A one-dimensional copy has both counts 1.
/// </summary>
/// <param name="Base">Address of the first segment, bytes.</param>
/// <param name="Bytes">Contiguous bytes of one segment, at least 1.</param>
/// <param name="Count1">Segments of the inner dimension, at least 1.</param>
/// <param name="Stride1">Bytes from one segment to the next; may be negative or 0.</param>
/// <param name="Count2">Repetitions of the inner dimension, at least 1.</param>
/// <param name="Stride2">Bytes from one repetition to the next.</param>
public readonly record struct AffinePattern(long Base, long Bytes, int Count1 = 1, long Stride1 = 0, int Count2 = 1, long Stride2 = 0)
{
    /// <summary>How many segments there are.</summary>
    public long Segments => (long)Count1 * Count2;

    /// <summary>Bytes of all segments together.</summary>
    public long TotalBytes => checked(Bytes * Segments);

    /// <summary>Address of segment number <paramref name="index"/>, inner dimension fastest.</summary>
    public long Address(long index) => index == 0 ? Base : Base + (index / Count1 * Stride2) + (index % Count1 * Stride1);

    /// <summary>True when the segments follow each other without gap, so that the whole is one segment.</summary>
    public bool IsContiguous => (Count1 == 1 || Stride1 == Bytes) && (Count2 == 1 || Stride2 == Bytes * Count1);

    /// <summary>The same bytes as one segment where they are contiguous, else unchanged.</summary>
    public AffinePattern Flattened() => IsContiguous ? new AffinePattern(Base, TotalBytes) : this;

    /// <summary>Lowest address touched.</summary>
    public long Lowest => Base + Math.Min(0, (Count1 - 1) * Stride1) + Math.Min(0, (Count2 - 1) * Stride2);

    /// <summary>One past the highest address touched.</summary>
    public long End => Base + Math.Max(0, (Count1 - 1) * Stride1) + Math.Max(0, (Count2 - 1) * Stride2) + Bytes;
}
