namespace AccelSim.Machine;

/// <summary>The host processor as a roofline: an operator takes the longer of its arithmetic and its memory traffic.</summary>
public sealed record ProcessorSpec
{
    public required ComputeRate ComputeRate { get; init; }

    public required Bandwidth MemoryBandwidth { get; init; }

    /// <summary>Fixed cost of running one operator on the host.</summary>
    public required Duration PerOperator { get; init; }
}
