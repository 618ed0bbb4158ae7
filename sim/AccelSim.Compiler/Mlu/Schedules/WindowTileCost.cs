namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>What a tile costs.</summary>
/// <param name="NramBytes">NRAM that the kernel takes with such tiles, both halves of its double buffers included.</param>
/// <param name="CopiedBytes">Bytes loaded and stored per tile.</param>
/// <param name="Segments">Pieces of strided copies per tile.</param>
/// <param name="ComputeCycles">Vector and tensor cycles per tile.</param>
public readonly record struct WindowTileCost(long NramBytes, long CopiedBytes, long Segments, double ComputeCycles);
