namespace AccelSim.Compiler.Simt.Products;

/// <summary>How an operand of a product can be read.</summary>
/// <param name="KMajor">True where neighbours along k are neighbours in memory.</param>
/// <param name="ReadBytes">Bytes that can be read at once: 2, 4, 8 or 16.</param>
internal readonly record struct ProductInput(bool KMajor, int ReadBytes);
