namespace AccelSim.Machine;

/// <summary>
/// A grid whose rows and columns close. Packets take the shorter way round; those that pass the date line (between the last router and the
/// first) keep to the upper half of the virtual channels, the others to the lower half, so that no cycle of waiting can close.
/// </summary>
public sealed record TorusTopology : GridTopology;
