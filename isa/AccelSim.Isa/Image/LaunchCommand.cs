using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>Starts a kernel on the device with its dimensions and arguments; the next command of its queue waits for it.</summary>
public sealed record LaunchCommand : ImageCommand
{
    /// <summary>Position in <see cref="ProgramImage.Kernels"/>.</summary>
    public required int Kernel { get; init; }

    /// <summary>Tasks, or blocks of threads, along x; for UNIONn a multiple of the cores of n clusters.</summary>
    public required int DimX { get; init; }

    public int DimY { get; init; } = 1;

    public int DimZ { get; init; } = 1;

    /// <summary>Threads of a block along x; 1 where a task is no block of threads.</summary>
    public int BlockX { get; init; } = 1;

    public int BlockY { get; init; } = 1;

    public int BlockZ { get; init; } = 1;

    /// <summary>Bytes of shared memory of a block beside <see cref="ImageKernel.SharedBytes"/>.</summary>
    public int DynamicSharedBytes { get; init; }

    /// <summary>Of kernels that run at once, those with more have their blocks placed first.</summary>
    public int Priority { get; init; }

    /// <summary>Kernel parameters, 64 bits each: addresses, sizes, or bit patterns of numbers.</summary>
    public ImmutableArray<ulong> Arguments { get; init; } = [];

    /// <summary>Position in <see cref="ProgramImage.Layers"/>; -1 where there is none.</summary>
    public int Layer { get; init; } = -1;
}
