namespace AccelSim.Compiler.Simt.Products;

/// <summary>The tiles of an operand that a CTA reads one after the other along k.</summary>
/// <param name="KMajor">True where neighbours along k are neighbours in memory: rows of the tile run along k.</param>
/// <param name="Leading">Elements from one stored row to the next.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
/// <param name="UnitElements">Elements that a lane reads at once.</param>
/// <param name="Depth">Elements of a whole tile along k.</param>
/// <param name="Extent">Rows (of A) or columns (of B) of the matrix.</param>
/// <param name="Together">Stored rows that make up one row of the map, which a thread reads together.</param>
internal sealed record MatrixTiles(bool KMajor, int Leading, int ElementBytes, int UnitElements, int Depth, int Extent, int Together = 1);
