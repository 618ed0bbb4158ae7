using System.Collections.Immutable;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>Kernels that compute attention, one after the other.</summary>
/// <param name="Kernels">Kernels.</param>
/// <param name="PartialBytes">Device memory for the argument <c>partial</c>, bytes; 0 where no kernel takes it.</param>
internal sealed record AttentionPlan(ImmutableArray<SimtLayerKernel> Kernels, long PartialBytes);
