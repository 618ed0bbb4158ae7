namespace AccelSim.Machine;

/// <summary>What an on-chip memory moves at most: a roof of the roofline.</summary>
/// <param name="Name">For people: <c>cluster SRAM</c>.</param>
/// <param name="Memory">Its name in the energy table, whose counts are its traffic.</param>
/// <param name="Bandwidth">All of its kind on the chip together.</param>
public sealed record MemoryPeak(string Name, string Memory, Bandwidth Bandwidth);
