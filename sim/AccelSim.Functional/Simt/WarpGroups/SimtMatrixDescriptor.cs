namespace AccelSim.Functional.Simt;

/// <summary>
/// A matrix in shared memory as products of warp groups name it: the 64 bits of PTX's matrix descriptor (ISA 9.7.15.5.1), layouts as CUTLASS documents
/// them (cute/atom/mma_traits_sm90_gmma.hpp). Lines come in eights; a line is a row of A or a column of B, or, transposed, a row of B.
/// </summary>
public readonly record struct SimtMatrixDescriptor
{
    private const int FieldMask = 0x3fff;
    private const ulong Reserved = ~((ulong)FieldMask | ((ulong)FieldMask << 16) | ((ulong)FieldMask << 32) | (3UL << 62));

    private readonly ulong _bits;

    /// <summary>Takes the 64 bits.</summary>
    public SimtMatrixDescriptor(ulong bits) => _bits = bits;

    /// <summary>Where the matrix begins in shared memory.</summary>
    public int Start => Field(0);

    /// <summary>Leading dimension byte offset.</summary>
    public int Leading => Field(16);

    /// <summary>Stride dimension byte offset.</summary>
    public int Stride => Field(32);

    /// <summary>How pieces change places.</summary>
    public SimtSwizzle Swizzle => new((byte)(_bits >> 62));

    /// <summary>Address of a piece of 16 bytes.</summary>
    /// <param name="line">Row of A, column of B, or transposed row of B.</param>
    /// <param name="piece">Which of the line's pieces.</param>
    /// <param name="transposed">True where lines are rows of B.</param>
    public int Place(int line, int piece, bool transposed) => Swizzle.Place(Start + Offset(line, piece, transposed));

    /// <summary>What is wrong with the descriptor of a matrix; null where nothing is.</summary>
    /// <param name="lines">Lines of the matrix.</param>
    /// <param name="pieces">Pieces of a line.</param>
    /// <param name="transposed">True where lines are rows of B.</param>
    /// <param name="sharedBytes">Shared memory of the block.</param>
    public string? Problem(int lines, int pieces, bool transposed, int sharedBytes)
    {
        if ((_bits & Reserved) != 0)
        {
            return FormattableString.Invariant($"descriptor 0x{_bits:x16} sets bits that mean nothing (0x{_bits & Reserved:x})");
        }

        if (!Swizzle.BeginsPattern(Start))
        {
            return FormattableString.Invariant($"descriptor 0x{_bits:x16}: a matrix with {Swizzle} begins in the first 128 of {Swizzle.PatternBytes} aligned bytes, not at 0x{Start:x}");
        }

        // the last line and piece lie furthest, wherever in their row the swizzle puts them
        var last = (Start + Offset(lines - 1, pieces - 1, transposed)) | (Swizzle.RowBytes - 1);
        return last < sharedBytes ? null : FormattableString.Invariant(
            $"descriptor 0x{_bits:x16}: the matrix at 0x{Start:x} (leading offset {Leading}, stride offset {Stride}, {Swizzle}) would reach to 0x{last:x}, outside the {sharedBytes} bytes of shared memory");
    }

    private int Offset(int line, int piece, bool transposed)
    {
        var plain = Swizzle.Mode == 0;
        var inEight = line % 8 * Swizzle.RowBytes;
        if (!transposed)
        {
            return inEight + (line / 8 * Stride) + (piece * (plain ? Leading : SimtSwizzle.PieceBytes));
        }

        var perRow = Swizzle.RowBytes / SimtSwizzle.PieceBytes;
        return plain
            ? inEight + (line / 8 * Leading) + (piece * Stride)
            : inEight + (line / 8 * Stride) + (piece % perRow * SimtSwizzle.PieceBytes) + (piece / perRow * Leading);
    }

    private int Field(int shift) => (int)(_bits >> shift & FieldMask) << 4;
}
