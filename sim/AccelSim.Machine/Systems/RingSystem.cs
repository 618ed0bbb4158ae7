namespace AccelSim.Machine;

/// <summary>Every chip has a link to the next and one to the one before.</summary>
public sealed record RingSystem : SystemTopology;
