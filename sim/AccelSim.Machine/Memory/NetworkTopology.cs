namespace AccelSim.Machine;

/// <summary>Shape of the on-chip network.</summary>
public enum NetworkTopology
{
    Crossbar,
    Ring,
    Mesh,
    Torus,
}
