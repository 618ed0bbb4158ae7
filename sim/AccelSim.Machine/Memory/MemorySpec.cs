namespace AccelSim.Machine;

/// <summary>A device memory by itself, without a chip around it.</summary>
public sealed record MemorySpec
{
    public required string Name { get; init; }

    /// <summary>One line for people; may be absent.</summary>
    public string Description { get; init; } = "";

    /// <summary>The memory, as in the <c>dram</c> section of a chip file.</summary>
    public required DramSpec Dram { get; init; }
}
