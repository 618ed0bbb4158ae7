using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Program images of the <c>mlu</c> family.</summary>
internal sealed class MluProgramBuilder(LoweringContext context) : ProgramBuilder(context, context.Target.Program)
{
    /// <inheritdoc/>
    protected override ImageResources Needs(long deviceBytes) => new()
    {
        NramBytes = context.Target.Nram,
        WramBytes = context.Target.Wram,
        SramBytes = Kernels.Any(kernel => kernel.UnionClusters > 0) ? context.Target.Sram : 0,
        DeviceBytes = deviceBytes,
        CoresPerCluster = context.Target.CoresPerCluster,
        Clusters = context.Target.Clusters,
        Union = Kernels.Select(kernel => kernel.UnionClusters).DefaultIfEmpty(0).Max(),
    };

    /// <inheritdoc/>
    protected override LaunchCommand Add(ILayerKernel kernel, int layer, ImmutableArray<ulong> arguments)
    {
        var (code, tasks, schedule) = (LayerKernel)kernel;
        Kernels.Add(new ImageKernel
        {
            Name = code.Name,
            Code = MluEncoding.EncodeAll(code.Instructions.AsSpan()),
            UnionClusters = code.TaskType.Clusters,
            UsesMemoryCore = code.UsesMemoryCore,
            Source = [new ImageSourceRange(0, code.Instructions.Length, 0, layer, schedule)],
        });
        Capabilities.UnionWith(code.Instructions.SelectMany(MluCapabilities.Of));
        if (!code.TaskType.IsBlock)
        {
            tasks = (int)TileMath.CeilDiv(tasks, context.Target.CoresPerCluster * code.TaskType.Clusters) * context.Target.CoresPerCluster * code.TaskType.Clusters;
        }

        return new LaunchCommand { Kernel = Kernels.Count - 1, DimX = tasks, Arguments = arguments, Layer = layer };
    }
}
