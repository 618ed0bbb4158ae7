namespace AccelSim.Engine;

/// <summary>Order of events that fall on the same femtosecond. Lower values run first.</summary>
public enum Phase : byte
{
    /// <summary>Data, completions and credits arrive, so that everything below sees them in this instant.</summary>
    Deliver = 0,

    /// <summary>Units act on what has arrived: decode, issue, start transfers.</summary>
    Execute = 1,

    /// <summary>Shared resources decide among the requests that were made in this instant.</summary>
    Arbitrate = 2,

    /// <summary>Schedulers place new work on units that became free in this instant.</summary>
    Schedule = 3,

    /// <summary>Observers sample; nothing they do may change the simulation.</summary>
    Observe = 4,
}
