namespace AccelSim.Isa.Image;

/// <summary>What a constant or weight buffer holds.</summary>
public sealed record ImageConstant
{
    public required string Name { get; init; }

    /// <summary>Position in <see cref="ProgramImage.Buffers"/>.</summary>
    public required int Buffer { get; init; }

    /// <summary>The bytes in device layout, or how they could be made.</summary>
    public required ConstantContent Content { get; init; }
}
