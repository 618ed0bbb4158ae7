using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>What bulk copies read of an operand for a CTA's tiles.</summary>
/// <param name="KMajor">True where stored rows run along k.</param>
/// <param name="PitchBytes">Bytes from one stored row to the next.</param>
/// <param name="Extent">Rows (of A) or columns (of B) of a tile that are inside the matrix.</param>
/// <param name="Start">Computes the address of the first tile's first element.</param>
internal sealed record TileBox(bool KMajor, int PitchBytes, int Extent, Func<Reg> Start);
