namespace AccelSim.Memory;

/// <summary>What a channel did, in bursts, commands and ticks of the command clock.</summary>
public struct DramChannelCounters
{
    /// <summary>Bursts read.</summary>
    public long ReadBursts { get; set; }

    /// <summary>Bursts written.</summary>
    public long WriteBursts { get; set; }

    /// <summary>Rows opened.</summary>
    public long Activates { get; set; }

    /// <summary>All-bank refreshes.</summary>
    public long Refreshes { get; set; }

    /// <summary>Ticks with a column access on the bus (tCCD included).</summary>
    public long BusyTicks { get; set; }

    /// <summary>Ticks with work waiting while rows were closed and opened.</summary>
    public long RowMissTicks { get; set; }

    /// <summary>Ticks with work waiting for a refresh.</summary>
    public long RefreshTicks { get; set; }

    /// <summary>Ticks with work waiting for the bus to turn.</summary>
    public long TurnaroundTicks { get; set; }
}
