namespace AccelSim.Functional.Simt;

/// <summary>What a product of a warp group reads from shared memory.</summary>
/// <param name="Columns">Columns of B.</param>
/// <param name="FromShared">True where A is in shared memory.</param>
/// <param name="A">Where A is.</param>
/// <param name="B">Where B is.</param>
/// <param name="Transposed">True where B's rows are described, not its columns.</param>
public readonly record struct SimtGroupProduct(int Columns, bool FromShared, SimtMatrixDescriptor A, SimtMatrixDescriptor B, bool Transposed)
{
    /// <summary>Rows of A and of the sums that each warp has.</summary>
    public const int RowsOfWarp = 16;

    /// <summary>Columns of A and rows of B.</summary>
    public const int Depth = 16;

    /// <summary>Elements of a piece of 16 bytes.</summary>
    public const int PieceElements = SimtSwizzle.PieceBytes / 2;

    /// <summary>Pieces of a row of A.</summary>
    public const int DepthPieces = Depth / PieceElements;

    /// <summary>Lines of B: its columns, or, transposed, its rows.</summary>
    public int Lines => Transposed ? Depth : Columns;

    /// <summary>Pieces of a line of B.</summary>
    public int Pieces => (Transposed ? Columns : Depth) / PieceElements;

    /// <summary>What is wrong with the descriptors; null where nothing is.</summary>
    public string? Problem(int sharedBytes) =>
        (FromShared ? A.Problem(SimtWarpGroups.Warps * RowsOfWarp, DepthPieces, false, sharedBytes) : null) ?? B.Problem(Lines, Pieces, Transposed, sharedBytes);
}
