namespace AccelSim.Machine.Simt;

/// <summary>Copies from global to shared memory that pass no register (cp.async, LDGSTS).</summary>
public sealed record AsyncCopySpec
{
    /// <summary>Added to the latency of a load from the same place, until the data can be read in shared memory.</summary>
    public required Cycles ExtraLatency { get; init; }
}
