using System.Collections.Immutable;
using AccelSim.Isa.Simt;

namespace AccelSim.Traces.Kernels;

/// <summary>What the header of a kernel's trace says, the lines that begin with a dash.</summary>
public sealed record TraceHeader
{
    /// <summary>Bytes of the window of local memory in the generic address space, 8 MiB as in Accel-Sim.</summary>
    public const ulong LocalWindowBytes = 8 << 20;

    /// <summary>Lanes of a warp.</summary>
    public const int WarpWidth = 32;

    /// <summary>Name of the kernel, mangled as the compiler wrote it.</summary>
    public required string Name { get; init; }

    /// <summary>Number of the launch in its process.</summary>
    public int Id { get; init; }

    /// <summary>Thread blocks.</summary>
    public required SimtExtent Grid { get; init; }

    /// <summary>Threads of a block.</summary>
    public required SimtExtent Block { get; init; }

    /// <summary>Bytes of shared memory of a block.</summary>
    public int SharedBytes { get; init; }

    /// <summary>Registers of a thread.</summary>
    public int Registers { get; init; }

    /// <summary>Compute capability that the code was built for, 70 for sm_70.</summary>
    public required int BinaryVersion { get; init; }

    /// <summary>CUDA stream of the launch.</summary>
    public ulong Stream { get; init; }

    /// <summary>Where shared memory begins in the generic address space; 0 where the tracer did not say.</summary>
    public ulong SharedBase { get; init; }

    /// <summary>Where local memory begins in the generic address space; 0 where the tracer did not say.</summary>
    public ulong LocalBase { get; init; }

    /// <summary>Version of NVBit.</summary>
    public string NvbitVersion { get; init; } = "";

    /// <summary>Version of the tracer, which decides what stands on a line.</summary>
    public required int TracerVersion { get; init; }

    /// <summary>True where every instruction begins with its source line.</summary>
    public bool HasLineNumbers { get; init; }

    /// <summary>Header lines that are not interpreted.</summary>
    public ImmutableArray<string> Others { get; init; } = [];

    /// <summary>Warps of a block.</summary>
    public int Warps => (int)((Block.Count + WarpWidth - 1) / WarpWidth);

    /// <summary>The memory that a generic address (of <c>LD</c>, <c>ST</c>) lies in; shared where the tracer gave no windows, as in Accel-Sim.</summary>
    public TraceSpace SpaceOf(ulong address) =>
        SharedBase == 0 || LocalBase == 0 || (address >= SharedBase && address < LocalBase) ? TraceSpace.Shared
        : address >= LocalBase && address - LocalBase < LocalWindowBytes ? TraceSpace.Local
        : TraceSpace.Global;
}
