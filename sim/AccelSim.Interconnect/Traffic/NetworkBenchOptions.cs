using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>How a network is measured.</summary>
public sealed record NetworkBenchOptions
{
    /// <summary>Mode of execution.</summary>
    public FabricMode Mode { get; init; } = FabricMode.Reservation;

    /// <summary>Flits of a packet; 5 are a head and 128 bytes in flits of 32.</summary>
    public int PacketFlits { get; init; } = 5;

    /// <summary>Where everything random begins.</summary>
    public int Seed { get; init; } = 1;
}
