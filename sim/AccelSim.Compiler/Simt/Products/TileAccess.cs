using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>What a thread reads from device memory in one pass over a tile.</summary>
/// <param name="Pointer">Address, a pair of registers.</param>
/// <param name="Offset">Bytes beyond it.</param>
/// <param name="Takes">Lanes that copy anything.</param>
/// <param name="Filled">Lanes with data; the others write zeros.</param>
internal readonly record struct TileAccess(Reg Pointer, int Offset, Pred Takes, Pred Filled);
