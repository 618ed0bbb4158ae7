using System.Collections.Immutable;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>A kernel of an operator and how it is launched.</summary>
/// <param name="Kernel">Code.</param>
/// <param name="Grid">Blocks.</param>
/// <param name="Block">Threads of a block.</param>
/// <param name="Arguments">Addresses of its buffers.</param>
/// <param name="Schedule">The schedule in words.</param>
public sealed record OperatorLaunch(SimtKernel Kernel, SimtExtent Grid, SimtExtent Block, ImmutableArray<ulong> Arguments, string Schedule);
