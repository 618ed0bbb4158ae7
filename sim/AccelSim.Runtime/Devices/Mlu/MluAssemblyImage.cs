using System.Collections.Immutable;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Runtime.Mlu;

/// <summary>Makes a program image of an assembled source of the mlu family.</summary>
public static class MluAssemblyImage
{
    // [mlu-ops kernel.h: DDR_ALIGN_MAP3 16 KB]
    private const long BufferAlignment = 16384;

    /// <summary>The image, for a chip.</summary>
    /// <exception cref="RuntimeException">A launch names a buffer or kernel that is not there, or a kernel uses what the chip lacks.</exception>
    public static ProgramImage Make(MluAssembly assembly, MluChip chip)
    {
        foreach (var kernel in assembly.Launches.Select(launch => launch.Kernel).Distinct())
        {
            MluKernels.CheckCapabilities(new MluProgram(assembly.Kernel(kernel)), chip);
        }

        var buffers = new AssemblyBuffers(assembly.Buffers, BufferAlignment);
        var kernels = new List<ImageKernel>();
        var commands = ImmutableArray.CreateBuilder<ImageCommand>();
        foreach (var launch in assembly.Launches)
        {
            var arguments = buffers.Words(launch.Arguments);
            var kernel = KernelOf(assembly, launch, kernels);
            for (var i = 0; i < launch.Repeat; i++)
            {
                commands.Add(new LaunchCommand { Kernel = kernel, DimX = launch.DimX, DimY = launch.DimY, DimZ = launch.DimZ, Arguments = arguments });
            }
        }

        commands.Add(new WaitCommand { AllQueues = true });
        var union = kernels.Count == 0 ? 0 : kernels.Max(k => k.UnionClusters);
        return new ProgramImage
        {
            Name = Path.GetFileNameWithoutExtension(assembly.File),
            Target = new ImageTarget
            {
                Family = "mlu",
                Chip = chip.Name,
                Isa = chip.Isa,
                Capabilities = MluCapabilities.NeededBy(assembly.Launches.Select(launch => launch.Kernel).Distinct().SelectMany(kernel => assembly.Kernel(kernel).Instructions)),
                Needs = new ImageResources
                {
                    DeviceBytes = buffers.Bytes,
                    Clusters = Math.Max(1, union),
                    Union = union,
                },
            },
            Buffers = buffers.Placed,
            Constants = buffers.Contents,
            Kernels = [.. kernels],
            Commands = commands.ToImmutable(),
        };
    }

    // A launch may choose another allocation than the kernel was written for.
    private static int KernelOf(MluAssembly assembly, MluLaunch launch, List<ImageKernel> kernels)
    {
        var at = kernels.FindIndex(k => k.Name == launch.Kernel && k.UnionClusters == launch.TaskType.Clusters);
        if (at >= 0)
        {
            return at;
        }

        kernels.Add(MluKernels.ToImage(assembly.Kernel(launch.Kernel) with { TaskType = launch.TaskType }));
        return kernels.Count - 1;
    }
}
