namespace AccelSim.Machine;

/// <summary>An on-chip memory: what a byte of an access costs.</summary>
public sealed record MemoryEnergy
{
    public required EnergyPerByte Read { get; init; }

    public required EnergyPerByte Write { get; init; }
}
