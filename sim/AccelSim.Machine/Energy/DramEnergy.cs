namespace AccelSim.Machine;

/// <summary>Device memory: commands and data apart, because how many rows are opened for the same bytes depends on who asks for them.</summary>
public sealed record DramEnergy
{
    /// <summary>Opening and closing one row of one bank.</summary>
    public required Energy Activate { get; init; }

    /// <summary>A byte read: column access, data path and I/O of both ends.</summary>
    public required EnergyPerByte Read { get; init; }

    /// <summary>A byte written, likewise.</summary>
    public required EnergyPerByte Write { get; init; }

    /// <summary>One refresh command of one channel.</summary>
    public required Energy Refresh { get; init; }
}
