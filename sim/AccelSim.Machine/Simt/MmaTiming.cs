namespace AccelSim.Machine.Simt;

/// <summary>What a matrix instruction takes, in cycles of the SM.</summary>
/// <param name="Latency">Issue to the issue of an instruction that uses the result.</param>
/// <param name="Interval">Cycles during which the tensor core, or all of the SM for a product of a warp group, takes no other.</param>
/// <param name="Macs">Multiply-adds.</param>
public readonly record struct MmaTiming(long Latency, long Interval, long Macs);
