namespace AccelSim.Machine;

/// <summary>What commands of one rank behind one data bus cost, all its chips together.</summary>
public sealed record DramDeviceEnergy
{
    /// <summary>Opening and closing one row of one bank.</summary>
    public required Energy Activate { get; init; }

    /// <summary>Data read: column access, data path and I/O, without <see cref="Activate"/> and <see cref="Background"/>.</summary>
    public required EnergyPerByte Read { get; init; }

    /// <summary>Data written, likewise.</summary>
    public required EnergyPerByte Write { get; init; }

    /// <summary>One refresh of all banks.</summary>
    public required Energy Refresh { get; init; }

    /// <summary>What flows while nothing happens.</summary>
    public required Power Background { get; init; }
}
