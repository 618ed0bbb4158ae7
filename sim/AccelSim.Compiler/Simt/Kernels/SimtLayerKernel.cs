using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Kernels;

/// <summary>A kernel written for one layer, and how it is launched.</summary>
/// <param name="Code">Code with real registers.</param>
/// <param name="Grid">Blocks.</param>
/// <param name="Block">Threads of a block.</param>
/// <param name="Schedule">The schedule in words.</param>
internal sealed record SimtLayerKernel(FinishedKernel Code, SimtExtent Grid, SimtExtent Block, string Schedule) : ILayerKernel
{
    /// <inheritdoc/>
    public string Name => Code.Kernel.Name;

    /// <inheritdoc/>
    public ImmutableArray<string> Parameters => Code.Kernel.Parameters;
}
