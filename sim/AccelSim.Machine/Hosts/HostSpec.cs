namespace AccelSim.Machine;

/// <summary>The computer a chip is plugged into: what the host's side of every command costs.</summary>
public sealed record HostSpec
{
    public required string Name { get; init; }

    /// <summary>One line for people; may be absent.</summary>
    public string Description { get; init; } = "";

    /// <summary>Link between host memory and device memory.</summary>
    public required PcieSpec Pcie { get; init; }

    public required AllocationCost Allocation { get; init; }

    public required CopyCost Copy { get; init; }

    public required SubmitCost Launch { get; init; }

    public required EagerCost Eager { get; init; }

    /// <summary>The processor that runs operators without a device kernel.</summary>
    public required ProcessorSpec Processor { get; init; }
}
