using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>
/// What a chip's events cost, as far as families agree. The path of a value below <c>energy</c> (<c>instruction</c>, <c>memories.nram.read</c>) is also the
/// name of the part of the reported energy that it scales. What device memory takes is said by its device (<see cref="DramDeviceSpec.Energy"/>).
/// </summary>
public abstract record EnergySpec
{
    /// <summary>Power that flows whatever is done: leakage, clocks, conversion losses.</summary>
    public required Power Static { get; init; }

    /// <summary>Where memories that are not in <see cref="Memories"/> get their values from; absent where all are there.</summary>
    public SramEnergy? Sram { get; init; }

    /// <summary>On-chip memories by name.</summary>
    public ImmutableSortedDictionary<string, MemoryEnergy> Memories { get; init; } = ImmutableSortedDictionary.Create<string, MemoryEnergy>(StringComparer.Ordinal);

    /// <summary>On-chip connections by name: what a byte that crosses costs.</summary>
    public ImmutableSortedDictionary<string, EnergyPerByte> Links { get; init; } = ImmutableSortedDictionary.Create<string, EnergyPerByte>(StringComparer.Ordinal);

    /// <summary>Fetch and decode of one instruction of any kind.</summary>
    public required Energy Instruction { get; init; }
}
