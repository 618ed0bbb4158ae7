namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A tile of 16-bit elements in shared memory as cells of four neighbours along k, which is what a lane holds of a factor on chips without
/// <c>ldmatrix</c>: all rows of A (or columns of B) of one k, then those of the next four.
/// </summary>
/// <param name="Start">First byte in shared memory.</param>
/// <param name="Extent">Rows of A or columns of B.</param>
/// <param name="Padding">Cells between the last row and the next k.</param>
internal sealed record QuadTile(int Start, int Extent, int Padding)
{
    /// <summary>Elements of a cell.</summary>
    public const int Quad = 4;

    /// <summary>Bytes of a cell.</summary>
    public const int CellBytes = 8;

    /// <summary>Cells from one k to the next.</summary>
    public int Pitch => Extent + Padding;

    /// <summary>Bytes of a tile.</summary>
    public int Bytes(int depth) => depth / Quad * Pitch * CellBytes;

    /// <summary>
    /// Cells by which rows are longer than they need be. Writes of 4 x 4 cells meet all banks where the pitch is 2 more than a multiple of 8; a warp of 16
    /// reads 8 rows of two neighbouring cells, which wants 8 more than a multiple of 16.
    /// </summary>
    public static int PaddingFor(int warpWidth) => warpWidth == 16 ? 8 : 2;
}
