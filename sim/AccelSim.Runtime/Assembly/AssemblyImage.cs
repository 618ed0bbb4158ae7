using System.Collections.Immutable;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Assembly;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;
using AccelSim.Runtime.Mlu;

namespace AccelSim.Runtime;

/// <summary>Makes a program image of an assembled source: buffers one after the other in device memory, launches in order.</summary>
public static class AssemblyImage
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

        var buffers = Place(assembly);
        var kernels = new List<ImageKernel>();
        var commands = ImmutableArray.CreateBuilder<ImageCommand>();
        foreach (var launch in assembly.Launches)
        {
            var arguments = launch.Arguments.Select(a => Word(a, buffers)).ToImmutableArray();
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
                    DeviceBytes = buffers.Count == 0 ? 0 : buffers.Values.Max(b => b.Address + b.Bytes),
                    Clusters = Math.Max(1, union),
                    Union = union,
                },
            },
            Buffers = [.. assembly.Buffers.Select(b => buffers[b.Name])],
            Constants = [.. assembly.Buffers.Select((b, i) => new ImageConstant
            {
                Name = b.Name,
                Buffer = i,
                Content = new DescribedContent(BufferFills.Role(b.Fill), null),
            })],
            Kernels = [.. kernels],
            Commands = commands.ToImmutable(),
        };
    }

    private static Dictionary<string, ImageBuffer> Place(MluAssembly assembly)
    {
        var placed = new Dictionary<string, ImageBuffer>(StringComparer.Ordinal);
        var address = 0L;
        foreach (var buffer in assembly.Buffers)
        {
            var bytes = buffer.Bytes;
            placed.Add(buffer.Name, new ImageBuffer
            {
                Name = buffer.Name,
                Kind = BufferKind.Constant,
                Address = address,
                Bytes = bytes,
                ElementType = buffer.Element.Name,
                Shape = [buffer.Count],
            });
            address = (address + bytes + BufferAlignment - 1) / BufferAlignment * BufferAlignment;
        }

        return placed;
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

    private static ulong Word(LaunchArgument argument, Dictionary<string, ImageBuffer> buffers) => argument.Buffer is { } name
        ? buffers.TryGetValue(name, out var buffer)
            ? unchecked((ulong)(buffer.Address + argument.Value))
            : throw new RuntimeException($"a launch names the buffer '{name}', which is not declared")
        : unchecked((ulong)argument.Value);
}
