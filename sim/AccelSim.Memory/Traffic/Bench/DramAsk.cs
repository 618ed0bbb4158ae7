namespace AccelSim.Memory;

/// <summary>One request of a stream.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Write">Write or read.</param>
public readonly record struct DramAsk(long Address, int Bytes, bool Write);
