using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>A kernel to be run: program, how cores are allocated, how many tasks, and its arguments.</summary>
public sealed record MluLaunchRequest
{
    /// <summary>The prepared kernel.</summary>
    public required MluProgram Program { get; init; }

    /// <summary>BLOCK or UNIONn; the kernel's own unless given.</summary>
    public MluTaskType? TaskType { get; init; }

    /// <summary>Tasks along x; for UNIONn a multiple of n times the cores of a cluster.</summary>
    public int DimX { get; init; } = 1;

    /// <summary>Tasks along y.</summary>
    public int DimY { get; init; } = 1;

    /// <summary>Tasks along z.</summary>
    public int DimZ { get; init; } = 1;

    /// <summary>Launch arguments, 64-bit words.</summary>
    public ReadOnlyMemory<long> Arguments { get; init; }

    /// <summary>Command queue: kernels of one queue run in order, those of different queues side by side.</summary>
    public int Queue { get; init; }

    /// <summary>Name for reports.</summary>
    public string Name => Program.Kernel.Name;

    /// <summary>The allocation in force.</summary>
    public MluTaskType Allocation => TaskType ?? Program.Kernel.TaskType;

    /// <summary>Tasks in total.</summary>
    public long Tasks => (long)DimX * DimY * DimZ;
}
