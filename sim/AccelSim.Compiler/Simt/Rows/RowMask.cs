namespace AccelSim.Compiler.Simt.Rows;

/// <summary>Rows of an addend that several rows of a softmax share: row r takes row (r / <paramref name="Every"/>) mod <paramref name="Count"/>.</summary>
/// <param name="Every">Neighbouring rows that take the same one.</param>
/// <param name="Count">Rows of the mask.</param>
internal sealed record RowMask(int Every, int Count);
