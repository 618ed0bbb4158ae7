using System.Collections.Immutable;
using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Simt;

/// <summary>An assembled source: kernels, buffers and the launches to perform in order.</summary>
/// <param name="File">Name of the source.</param>
/// <param name="Kernels">Kernels in source order.</param>
/// <param name="Buffers">Buffers in source order.</param>
/// <param name="Launches">Launches in order.</param>
public sealed record SimtAssembly(string File, ImmutableArray<SimtKernel> Kernels, ImmutableArray<BufferDeclaration> Buffers, ImmutableArray<SimtLaunch> Launches)
{
    /// <summary>All steps of the host in order, the launches among them.</summary>
    public ImmutableArray<SimtHostCommand> Commands { get; init; } = [.. Launches];

    /// <summary>The kernel of a name.</summary>
    public SimtKernel Kernel(string name) => Kernels.First(kernel => kernel.Name == name);
}
