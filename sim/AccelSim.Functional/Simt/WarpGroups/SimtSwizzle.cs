namespace AccelSim.Functional.Simt;

/// <summary>
/// How pieces of 16 bytes change places in shared memory (CUTLASS: <c>Swizzle&lt;b,4,3&gt;</c>): the lowest b of the bits from 4 on are exclusive-ored with
/// those from 7 on, so that rows of 16 &lt;&lt; b bytes, read down a column, meet all banks. Numbered as in PTX's matrix descriptor.
/// </summary>
/// <param name="Mode">0 for none, 1, 2 and 3 for rows of 128, 64 and 32 bytes.</param>
public readonly record struct SimtSwizzle(byte Mode)
{
    /// <summary>Bytes of a piece.</summary>
    public const int PieceBytes = 16;

    /// <summary>Bytes of a row; of a piece where there is no swizzle.</summary>
    public int RowBytes => Mode == 0 ? PieceBytes : 256 >> Mode;

    /// <summary>Bytes after which the pattern begins again.</summary>
    public int PatternBytes => Mode == 0 ? PieceBytes : 8 * RowBytes;

    /// <summary>Where a byte lies.</summary>
    public int Place(int address) => address ^ ((address >> 3) & (RowBytes - PieceBytes));

    /// <summary>True where an address lies in the first 128 bytes of a pattern, where nothing changes places.</summary>
    public bool BeginsPattern(int address) => ((address >> 3) & (RowBytes - PieceBytes)) == 0;

    /// <inheritdoc/>
    public override string ToString() => Mode == 0 ? "no swizzle" : FormattableString.Invariant($"a swizzle of {RowBytes} bytes");
}
