using System.Runtime.InteropServices;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Working memory of a data unit, kept from operation to operation so that executing one allocates nothing: fixed chunks for elementwise loops,
/// small enough to stay in a first-level cache, and buffers that grow to the largest operand seen.
/// </summary>
internal sealed class MluScratch
{
    /// <summary>Elements per pass of an elementwise loop.</summary>
    public const int ChunkElements = 2048;

    private readonly byte[][] _chunks = [.. Enumerable.Range(0, 4).Select(_ => new byte[ChunkElements * 8])];
    private readonly byte[][] _large = [.. Enumerable.Range(0, 5).Select(_ => Array.Empty<byte>())];

    /// <summary>One of four chunks of <see cref="ChunkElements"/> elements of at most eight bytes.</summary>
    public Span<T> Chunk<T>(int index, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_chunks[index].AsSpan())[..count];

    /// <summary>One of the growing buffers; contents are undefined.</summary>
    /// <exception cref="MluDataException">More than an array can hold.</exception>
    public unsafe Span<T> Large<T>(MluScratchUse use, long count)
        where T : unmanaged
    {
        var bytes = count * sizeof(T);
        if (count < 0 || bytes > Array.MaxLength)
        {
            throw new MluDataException($"an operand of {count} elements is larger than can be executed for values");
        }

        ref var buffer = ref _large[(int)use];
        if (buffer.Length < bytes)
        {
            buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(bytes, 2L * buffer.Length)), pinned: true);
        }

        return MemoryMarshal.Cast<byte, T>(buffer.AsSpan(0, (int)bytes));
    }

    /// <summary>
    /// The source as it was before the operation writes anything: itself when the ranges are apart or start together with equal steps, otherwise a copy.
    /// </summary>
    public ReadOnlySpan<byte> Stable(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, MluScratchUse use, bool sameStep = true)
    {
        if (!source.Overlaps(destination, out var offset) || (offset == 0 && sameStep))
        {
            return source;
        }

        var copy = Large<byte>(use, source.Length);
        source.CopyTo(copy);
        return copy;
    }
}

/// <summary>What a growing scratch buffer is used for; one operation never uses the same one twice.</summary>
internal enum MluScratchUse
{
    SourceA,
    SourceB,
    SourceC,
    Wide,
    Result,
}
