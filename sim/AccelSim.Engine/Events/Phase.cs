namespace AccelSim.Engine;

/// <summary>Order of events that fall on the same femtosecond. Lower values run first.</summary>
public enum Phase : byte
{
    /// <summary>Data, completions and credits arrive, so that everything below sees them in this instant.</summary>
    Deliver = 0,

    /// <summary>Accesses to device memory end that are known to end in this instant, whenever that was found out.</summary>
    Complete = 1,

    /// <summary>Units act on what has arrived: decode, issue, start transfers.</summary>
    Execute = 2,

    /// <summary>Shared resources decide among the requests that were made in this instant.</summary>
    Arbitrate = 3,

    /// <summary>Schedulers place new work on units that became free in this instant.</summary>
    Schedule = 4,

    /// <summary>Observers sample; nothing they do may change the simulation.</summary>
    Observe = 5,
}
