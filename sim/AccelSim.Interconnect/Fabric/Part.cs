namespace AccelSim.Interconnect;

/// <summary>Destinations of one copy of a multicast packet: a part of a list in <see cref="DestinationLists"/>.</summary>
/// <param name="First">Where it begins.</param>
/// <param name="Count">How many; 0 for a packet that never had more than one destination.</param>
internal readonly record struct Part(int First, int Count);
