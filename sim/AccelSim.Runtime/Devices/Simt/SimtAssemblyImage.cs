using System.Collections.Immutable;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Makes a program image of an assembled source of the simt family.</summary>
public static class SimtAssemblyImage
{
    // CUDA C++ programming guide, 5.3.2: memory that cudaMalloc returns is aligned to at least 256 bytes
    private const long BufferAlignment = 256;

    /// <summary>The image, for a chip: kernels that are launched, launches in order.</summary>
    /// <exception cref="RuntimeException">A launch names a buffer that is not there, a kernel uses what the chip lacks, or an amount is impossible.</exception>
    public static ProgramImage Make(SimtAssembly assembly, SimtChip chip)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(chip);
        var launched = assembly.Launches.Select(launch => launch.Kernel).Distinct().Select(assembly.Kernel).ToImmutableArray();
        foreach (var kernel in launched)
        {
            SimtKernels.CheckCapabilities(new SimtProgram(kernel), chip);
        }

        var buffers = new AssemblyBuffers(assembly.Buffers, BufferAlignment);
        var instructions = launched.SelectMany(kernel => kernel.Instructions).ToImmutableArray();
        var image = new ProgramImage
        {
            Name = Path.GetFileNameWithoutExtension(assembly.File),
            Target = new ImageTarget
            {
                Family = chip.Family,
                Chip = chip.Name,
                Isa = chip.Isa,
                Capabilities = SimtKernels.CapabilitiesOf(instructions),
                Needs = new ImageResources
                {
                    DeviceBytes = buffers.Bytes,
                    RegistersPerThread = launched.Select(kernel => kernel.Registers).DefaultIfEmpty(0).Max(),
                    SharedBytesPerBlock = assembly.Launches.Select(launch => (long)assembly.Kernel(launch.Kernel).SharedBytes + launch.SharedBytes).DefaultIfEmpty(0).Max(),
                    ThreadsPerBlock = (int)assembly.Launches.Select(launch => Math.Min(int.MaxValue, launch.Block.Count)).DefaultIfEmpty(0).Max(),
                    WarpWidth = SimtKernels.WarpWidthOf(instructions),
                },
            },
            Buffers = buffers.Placed,
            Constants = buffers.Contents,
            Kernels = [.. launched.Select(kernel => SimtKernels.ToImage(kernel))],
            Commands = [.. assembly.Commands.SelectMany(command => Commands(command, launched, buffers)), new WaitCommand { AllQueues = true }],
        };
        return ImageRules.Problems(image) is [var first, ..] ? throw new RuntimeException($"not a possible program: {first}") : image;
    }

    private static IEnumerable<ImageCommand> Commands(SimtHostCommand command, ImmutableArray<SimtKernel> kernels, AssemblyBuffers buffers) => command switch
    {
        SimtLaunch launch => Enumerable.Repeat<ImageCommand>(Command(launch, kernels, buffers), launch.Repeat),
        SimtCopy copy when buffers.Placed.Select(buffer => buffer.Name).ToList().IndexOf(copy.Buffer) is var at =>
            [new CopyCommand { Queue = copy.Stream, ToDevice = copy.ToDevice, Buffer = at, Bytes = buffers.Placed[at].Bytes }],
        SimtEvent { Records: true } step => [new RecordCommand { Queue = step.Stream, Event = step.Number }],
        SimtEvent step => [new AwaitCommand { Queue = step.Stream, Event = step.Number }],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "is no step of a host"),
    };

    private static LaunchCommand Command(SimtLaunch launch, ImmutableArray<SimtKernel> kernels, AssemblyBuffers buffers) => new LaunchCommand
    {
        Queue = launch.Stream,
        Priority = launch.Priority,
        Kernel = kernels.Select(kernel => kernel.Name).ToList().IndexOf(launch.Kernel),
        DimX = launch.Grid.X,
        DimY = launch.Grid.Y,
        DimZ = launch.Grid.Z,
        BlockX = launch.Block.X,
        BlockY = launch.Block.Y,
        BlockZ = launch.Block.Z,
        DynamicSharedBytes = launch.SharedBytes,
        Arguments = buffers.Words(launch.Arguments),
    };
}
