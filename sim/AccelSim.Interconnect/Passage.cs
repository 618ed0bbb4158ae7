using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>How a packet crossed the network.</summary>
/// <param name="Head">Arrival of its first byte, fs.</param>
/// <param name="Tail">Arrival of its last byte, fs.</param>
/// <param name="Queued">Time its head waited for links, fs.</param>
/// <param name="Latency">Time of flight, fs.</param>
/// <param name="Bottleneck">The cause named by the link that held it longest.</param>
public readonly record struct Passage(long Head, long Tail, long Queued, long Latency, Cause Bottleneck);
