namespace AccelSim.Isa.Image;

/// <summary>A copy over the host link between a host tensor and a region of device memory.</summary>
public sealed record CopyCommand : ImageCommand
{
    /// <summary>Direction: true from host to device.</summary>
    public required bool ToDevice { get; init; }

    /// <summary>Position in <see cref="ProgramImage.Buffers"/>.</summary>
    public required int Buffer { get; init; }

    /// <summary>First byte of the buffer.</summary>
    public long Offset { get; init; }

    public required long Bytes { get; init; }
}
