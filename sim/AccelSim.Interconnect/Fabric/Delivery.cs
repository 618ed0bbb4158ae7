namespace AccelSim.Interconnect;

/// <summary>A packet that has arrived. Times are cycles.</summary>
/// <param name="Source">Node that sent it.</param>
/// <param name="Destination">Node that has it now.</param>
/// <param name="Flits">Its length.</param>
/// <param name="Hops">Routers passed.</param>
/// <param name="Created">From when its latency counts.</param>
/// <param name="Entered">When its first flit left the source.</param>
/// <param name="Tag">What the sender wrote on it.</param>
public readonly record struct Delivery(int Source, int Destination, int Flits, int Hops, long Created, long Entered, int Tag);
