namespace AccelSim.Machine;

/// <summary>One row of a chip's energy table: a kind of event and what each costs.</summary>
/// <param name="Part">Name: the path of the value below <c>energy</c> in the chip file.</param>
/// <param name="Group">What reports sum it under.</param>
/// <param name="Event">What is counted, in the plural: <c>bytes</c>.</param>
/// <param name="Attojoules">Energy of one.</param>
public sealed record EnergyEntry(string Part, string Group, string Event, long Attojoules)
{
    /// <summary>Events that time brings in each <see cref="Period"/>; 0 for those that the device counts.</summary>
    public long PerPeriod { get; init; }

    /// <summary>In fs; meaningless where <see cref="PerPeriod"/> is 0.</summary>
    public long Period { get; init; } = 1;
}
