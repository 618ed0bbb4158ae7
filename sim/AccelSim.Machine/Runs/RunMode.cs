namespace AccelSim.Machine;

/// <summary>How a model is driven.</summary>
public enum RunMode
{
    /// <summary>Compiled as a whole.</summary>
    Graph,

    /// <summary>Operator by operator without fusion, as frameworks do.</summary>
    Eager,
}
