using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>A kernel with real registers.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="SpillBytes">Bytes of a thread's local memory that hold what found no register.</param>
internal sealed record FinishedKernel(SimtKernel Kernel, int SpillBytes);
