using System.Collections.Immutable;

namespace AccelSim.Machine.Simt;

/// <summary>
/// What the events of a SIMT chip cost. <see cref="EnergySpec.Instruction"/> is that of a warp: fetch, decode, scheduling and control of all its lanes.
/// </summary>
public sealed record SimtEnergySpec : EnergySpec
{
    /// <summary>One multiply-add of the tensor cores, by the type of its factors; operands come from the registers, which are counted apart.</summary>
    public ImmutableSortedDictionary<MmaInput, Energy> Matrix { get; init; } = ImmutableSortedDictionary<MmaInput, Energy>.Empty;

    /// <summary>One operation of one lane of a unit: what an instruction does for a thread, both halves of a packed one.</summary>
    public required ImmutableSortedDictionary<SimtUnit, Energy> Lanes { get; init; }
}
