using System.Collections.Immutable;
using AccelSim.Graph;

namespace AccelSim.Compiler.Lowering;

/// <summary>An argument of a launch: byte <paramref name="Offset"/> of a buffer.</summary>
/// <param name="Buffer">Number of the buffer.</param>
/// <param name="Offset">Bytes from its start.</param>
internal readonly record struct BufferArgument(int Buffer, long Offset);

/// <summary>One step of the lowered program: a kernel launch, or an operator that the host runs.</summary>
/// <param name="Layer">Name for reports.</param>
/// <param name="Operator">What it computes, for people.</param>
/// <param name="Macs">Multiply-adds.</param>
/// <param name="Kernel">Kernel, or null for a host operator.</param>
/// <param name="Arguments">Arguments by the kernel's parameters; for host operators inputs then outputs.</param>
/// <param name="HostNode">Node of a host operator.</param>
/// <param name="HostOutputs">How many of the arguments are outputs of a host operator.</param>
internal sealed record LoweredStep(
    string Layer, string Operator, long Macs, ILayerKernel? Kernel, ImmutableArray<BufferArgument> Arguments, Node? HostNode = null, int HostOutputs = 0);
