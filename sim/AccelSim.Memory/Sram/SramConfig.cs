using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>A banked on-chip memory: bank = (address / InterleaveBytes) mod Banks.</summary>
/// <param name="Clock">Its clock.</param>
/// <param name="Banks">Banks, at least 1.</param>
/// <param name="PortsPerBank">Accesses one bank serves per cycle.</param>
/// <param name="BankBytes">Bytes of one access of one bank.</param>
/// <param name="LatencyCycles">Request to first data.</param>
public sealed record SramConfig(Clock Clock, int Banks, int PortsPerBank, int BankBytes, int LatencyCycles)
{
    /// <summary>Consecutive bytes in one bank, whole accesses of it; one access where not given.</summary>
    public int InterleaveBytes { get; init; } = BankBytes;
}
