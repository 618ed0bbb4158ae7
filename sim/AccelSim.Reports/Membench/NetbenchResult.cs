namespace AccelSim.Reports;

/// <summary>A network under traffic patterns.</summary>
/// <param name="Name">Of the network.</param>
/// <param name="Mode">Mode of execution.</param>
/// <param name="Nodes">Endpoints.</param>
/// <param name="PacketFlits">Flits of a packet.</param>
/// <param name="FlitBytes">Bytes of a flit.</param>
/// <param name="Gigahertz">Clock of routers and links.</param>
/// <param name="Points">Pattern by pattern: idle, rising loads, saturated.</param>
public sealed record NetbenchResult(string Name, string Mode, int Nodes, int PacketFlits, long FlitBytes, double Gigahertz, IReadOnlyList<NetbenchRow> Points);
