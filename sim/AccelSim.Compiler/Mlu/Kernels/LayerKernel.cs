using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>A kernel written for one layer, and how it is launched. Its parameters are the names of <see cref="MluKernel.Parameters"/>.</summary>
/// <param name="Kernel">Code.</param>
/// <param name="Tasks">Tasks along x.</param>
/// <param name="Schedule">The schedule in words.</param>
public sealed record LayerKernel(MluKernel Kernel, int Tasks, string Schedule) : ILayerKernel
{
    /// <inheritdoc/>
    public string Name => Kernel.Name;

    /// <inheritdoc/>
    public ImmutableArray<string> Parameters => Kernel.Parameters;
}
