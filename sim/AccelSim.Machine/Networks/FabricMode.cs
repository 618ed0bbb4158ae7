namespace AccelSim.Machine;

/// <summary>How a network is executed.</summary>
public enum FabricMode
{
    /// <summary>Packets reserve links in order of arrival.</summary>
    Reservation,

    /// <summary>Every flit of every packet, cycle by cycle.</summary>
    Flit,
}
