namespace AccelSim.Machine;

/// <summary>Who is served when several ask for the same bank in the same cycle.</summary>
public enum SramArbitration
{
    /// <summary>Each in turn, one port at a time, beginning after the one served last.</summary>
    RoundRobin,

    /// <summary>The one with the lowest number, as many ports as it can use; then the next.</summary>
    FixedPriority,

    /// <summary>The one whose access began to be served first, as many ports as it can use; then the next.</summary>
    OldestFirst,
}
