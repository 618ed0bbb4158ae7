namespace AccelSim.Machine.Simt;

/// <summary>The way to the other partition of an L2 of two.</summary>
public sealed record L2FarSpec
{
    /// <summary>Added to the latency of a hit there.</summary>
    public required Cycles ExtraLatency { get; init; }

    /// <summary>Bytes per cycle of the L2 between the partitions, each way.</summary>
    public required BytesPerCycle LinkBandwidth { get; init; }

    /// <summary>
    /// True where a partition keeps copies of what it fetched from the other, so that SMs hit near them but the capacity for one SM's data is that of a
    /// partition; false where a line is only at its home.
    /// </summary>
    public required bool Copies { get; init; }
}
