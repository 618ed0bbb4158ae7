using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>The kernels of a product or convolution, in the order of launch.</summary>
/// <param name="Schedule">Schedule.</param>
/// <param name="Kernels">The product, and what adds up its parts where the schedule splits k.</param>
internal sealed record ProductKernels(GemmSchedule Schedule, IReadOnlyList<SimtLayerKernel> Kernels)
{
    /// <summary>The same kernels for another layer.</summary>
    public ProductKernels Named(string name) => this with
    {
        Kernels = [.. Kernels.Select((kernel, i) => kernel with { Code = kernel.Code with { Kernel = kernel.Code.Kernel with { Name = i == 0 ? name : GemmKernel.SumName(name) } } })],
    };
}
