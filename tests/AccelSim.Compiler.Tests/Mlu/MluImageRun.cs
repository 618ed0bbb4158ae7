using AccelSim.Functional.Mlu;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Runs images of the mlu family for values.</summary>
internal sealed class MluImageRun : ImageRun
{
    public MluImageRun(ProgramImage image, MluChip chip, IMluRunObserver? observer = null)
        : base(image)
    {
        var sizes = new MluMemorySizes(chip.Core.Nram.UsableBytes, chip.Core.Wram.UsableBytes, chip.Sram?.UsableBytes ?? 0, 0, Memory.Length);
        Runner = new MluFunctionalRunner(sizes, Memory, new MluRunnerOptions { CoresPerCluster = chip.CoresPerCluster, Clusters = chip.Clusters }, observer);
    }

    public MluFunctionalRunner Runner { get; }

    protected override void Launch(ImageKernel kernel, LaunchCommand launch)
    {
        var type = new MluTaskType(kernel.UnionClusters);
        var program = new MluProgram(new MluKernel(kernel.Name, type, kernel.UsesMemoryCore, [], [.. MluEncoding.DecodeAll(kernel.Code.Span)], []));
        Runner.Launch(program, type, launch.DimX, launch.DimY, launch.DimZ, launch.Arguments.Select(argument => (long)argument).ToArray());
    }
}
