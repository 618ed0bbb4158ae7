using System.Collections.Immutable;
using AccelSim.Isa.Image;
using AccelSim.Machine.Simt;
using AccelSim.Traces;
using AccelSim.Traces.Kernels;

namespace AccelSim.Runtime.Simt;

/// <summary>What a traced program does on the host, as a program image whose kernels have no code, and where the traces of its kernels are.</summary>
/// <param name="Image">Copies and launches in order.</param>
/// <param name="Files">Trace of each kernel of the image.</param>
/// <param name="Copies">Copies of the list, in its order.</param>
internal sealed record TraceProgram(ProgramImage Image, ImmutableArray<string> Files, ImmutableArray<TraceCopy> Copies)
{
    /// <summary>Reads a list of kernels, or the header of one kernel.</summary>
    /// <exception cref="TraceException">A file is damaged or not a trace.</exception>
    /// <exception cref="RuntimeException">The chip cannot run it.</exception>
    public static async Task<TraceProgram> LoadAsync(string path, SimtChip chip, CancellationToken cancellation)
    {
        if (chip.Sm.WarpWidth != TraceHeader.WarpWidth)
        {
            throw new RuntimeException($"traces are of warps of {TraceHeader.WarpWidth} lanes, and those of {chip.Name} have {chip.Sm.WarpWidth}; choose another chip");
        }

        ImmutableArray<TraceCommand> commands = Path.GetExtension(path) == ".g"
            ? (await KernelsList.ReadAsync(path, cancellation).ConfigureAwait(false)).Commands
            : [new TraceKernel(path)];
        var files = commands.OfType<TraceKernel>().Select(kernel => kernel.Path).Distinct().ToImmutableArray();
        var headers = new List<TraceHeader>();
        foreach (var file in files)
        {
            using var reader = await TraceReader.OpenAsync(file, cancellation).ConfigureAwait(false);
            headers.Add(reader.Header);
        }

        return new TraceProgram(MakeImage(path, chip, commands, files, headers), files, [.. commands.OfType<TraceCopy>()]);
    }

    private static ProgramImage MakeImage(string path, SimtChip chip, ImmutableArray<TraceCommand> commands, ImmutableArray<string> files, List<TraceHeader> headers)
    {
        var buffers = ImmutableArray.CreateBuilder<ImageBuffer>();
        var host = ImmutableArray.CreateBuilder<ImageCommand>();
        foreach (var command in commands)
        {
            switch (command)
            {
                case TraceCopy copy:
                    host.Add(new CopyCommand { ToDevice = copy.ToDevice, Buffer = buffers.Count, Bytes = copy.Bytes });
                    buffers.Add(new ImageBuffer
                    {
                        Name = FormattableString.Invariant($"0x{copy.Address:x}"),
                        Kind = copy.ToDevice ? BufferKind.Input : BufferKind.Output,
                        Address = 0,
                        Bytes = copy.Bytes,
                        ElementType = "u8",
                    });
                    break;
                case TraceKernel kernel:
                    host.Add(Launch(files.IndexOf(kernel.Path), headers[files.IndexOf(kernel.Path)]));
                    break;
            }
        }

        return new ProgramImage
        {
            Name = files.Length == 1 ? headers[0].Name : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "trace",
            Target = new ImageTarget
            {
                Family = chip.Family,
                Chip = chip.Name,
                Isa = chip.Isa,
                Needs = new ImageResources
                {
                    RegistersPerThread = headers.Select(header => header.Registers).DefaultIfEmpty(0).Max(),
                    SharedBytesPerBlock = headers.Select(header => (long)header.SharedBytes).DefaultIfEmpty(0).Max(),
                    ThreadsPerBlock = (int)headers.Select(header => header.Block.Count).DefaultIfEmpty(0).Max(),
                    WarpWidth = TraceHeader.WarpWidth,
                },
            },
            Buffers = buffers.ToImmutable(),
            Kernels = [.. headers.Select(Kernel)],
            Commands = host.ToImmutable(),
        };
    }

    private static ImageKernel Kernel(TraceHeader header) => new()
    {
        Name = FormattableString.Invariant($"{header.Id}:{header.Name}"),
        Code = ReadOnlyMemory<byte>.Empty,
        Registers = header.Registers,
        SharedBytes = header.SharedBytes,
        LocalBytes = TraceKernelSource.LocalBytes,
    };

    private static LaunchCommand Launch(int kernel, TraceHeader header) => new()
    {
        Kernel = kernel,
        DimX = header.Grid.X,
        DimY = header.Grid.Y,
        DimZ = header.Grid.Z,
        BlockX = header.Block.X,
        BlockY = header.Block.Y,
        BlockZ = header.Block.Z,
    };
}
