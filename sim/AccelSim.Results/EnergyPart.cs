namespace AccelSim.Results;

/// <summary>Energy that one kind of event took.</summary>
/// <param name="Name">Path of the value below <c>energy</c> in the chip file that it scales with.</param>
/// <param name="Group">DRAM, on-chip memory, network, matrix, vector, control or static.</param>
/// <param name="Event">What was counted, in the plural.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Femtojoules">Count times the energy of one, to the nearest femtojoule.</param>
public sealed record EnergyPart(string Name, string Group, string Event, long Count, Int128 Femtojoules);
