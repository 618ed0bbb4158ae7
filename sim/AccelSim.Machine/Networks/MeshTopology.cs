namespace AccelSim.Machine;

/// <summary>A grid whose rows and columns end at the edge.</summary>
public sealed record MeshTopology : GridTopology;
