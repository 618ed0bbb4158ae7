namespace AccelSim.Machine;

/// <summary>A link between every two chips.</summary>
public sealed record FullyConnectedSystem : SystemTopology;
