namespace AccelSim.Machine;

/// <summary>Edges of the command clock at which commands start, and so what a slot of a command bus is.</summary>
public enum DramCommandEdges
{
    /// <summary>Only the rising one; a slot is a clock.</summary>
    Rising,

    /// <summary>Precharges also on the falling one (HBM3); a slot is half a clock.</summary>
    Both,
}
