using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>
/// A compiled program (<c>.axp</c>): everything a chip and its host need to run it, without the compiler. Immutable; built by
/// the compiler or the assembler, or read back from a file.
/// </summary>
public sealed record ProgramImage
{
    /// <summary>Version this build writes, and the only one it reads.</summary>
    public const int CurrentVersion = 3;

    /// <summary>Version of the layout of the file.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>Name of the program, usually the model's.</summary>
    public required string Name { get; init; }

    /// <summary>What the program was compiled for, and what it needs.</summary>
    public required ImageTarget Target { get; init; }

    /// <summary>Memory plan: every region of device memory, referred to by position.</summary>
    public required ImmutableArray<ImageBuffer> Buffers { get; init; }

    /// <summary>Contents of constant and weight buffers.</summary>
    public ImmutableArray<ImageConstant> Constants { get; init; } = [];

    /// <summary>Device code, referred to by position.</summary>
    public required ImmutableArray<ImageKernel> Kernels { get; init; }

    /// <summary>What the host does, in order.</summary>
    public required ImmutableArray<ImageCommand> Commands { get; init; }

    /// <summary>Layers of the model for reports, referred to by position.</summary>
    public ImmutableArray<ImageLayer> Layers { get; init; } = [];

    /// <summary>Operators that run on the host, referred to by position.</summary>
    public ImmutableArray<ImageHostOperator> HostOperators { get; init; } = [];
}
