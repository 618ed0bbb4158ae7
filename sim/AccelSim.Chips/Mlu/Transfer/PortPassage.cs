namespace AccelSim.Chips.Mlu;

/// <summary>Where a packet comes from or goes to when it passes the port of a cluster.</summary>
internal enum PortPassage : byte
{
    /// <summary>From device memory into the engine's cluster.</summary>
    FromMemory,

    /// <summary>From the engine's cluster to device memory.</summary>
    ToMemory,

    /// <summary>Out of the engine's cluster, on its way to another.</summary>
    ToOther,

    /// <summary>Into that other cluster.</summary>
    FromOther,
}
