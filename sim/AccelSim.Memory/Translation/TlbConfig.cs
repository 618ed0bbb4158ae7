namespace AccelSim.Memory;

/// <summary>One level of translation look-aside buffers.</summary>
/// <param name="Entries">Entries in all.</param>
/// <param name="Ways">Entries of a set.</param>
/// <param name="Latency">Look-up to result, fs.</param>
public sealed record TlbConfig(int Entries, int Ways, long Latency);
