using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A tile of 16-bit elements in shared memory whose chunks of 16 bytes change places inside each row by an exclusive-or with the row's number, so that
/// eight neighbouring rows of one chunk, which is what <c>ldmatrix</c> reads, and eight neighbouring chunks, which is what copies write, lie in different
/// banks (CUTLASS: <c>TensorOpMultiplicandCongruous</c>, <c>Crosswise</c>).
/// </summary>
/// <param name="Start">First byte in shared memory, a multiple of 128.</param>
/// <param name="RowBytes">Bytes of a row, a power of two from 16 on.</param>
internal sealed record SwizzledTile(int Start, int RowBytes)
{
    /// <summary>Rows after which the pattern repeats.</summary>
    public const int Period = 8;

    private const int Chunk = 16;

    /// <summary>Bits of an address that the exclusive-or can change.</summary>
    public int Mask => Math.Min(RowBytes, Period * Chunk) - 1;

    /// <summary>Address of a byte of a row.</summary>
    public Val Address(SimtKernelBuilder k, Val row, Val inRow)
    {
        var chunks = Math.Min(RowBytes / Chunk, Period);
        var pattern = k.And(k.Div(row, Period / chunks), chunks - 1);
        return k.Add(k.Mad(row, RowBytes, k.Xor(inRow, k.Mul(pattern, Chunk))), Start);
    }
}
