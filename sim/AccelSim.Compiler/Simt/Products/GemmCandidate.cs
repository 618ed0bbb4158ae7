namespace AccelSim.Compiler.Simt.Products;

/// <summary>A schedule and how long it is thought to take.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Cycles">Cycles of the SMs from the first block to the end of the last, of all its kernels, with the gap between them.</param>
internal readonly record struct GemmCandidate(GemmSchedule Schedule, double Cycles);
