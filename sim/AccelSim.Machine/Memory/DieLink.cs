namespace AccelSim.Machine;

/// <summary>Link between the dies of a package.</summary>
public sealed record DieLink
{
    /// <summary>Bytes per second in each direction.</summary>
    public required Bandwidth Bandwidth { get; init; }

    /// <summary>One way, beside the on-chip network.</summary>
    public required Duration Latency { get; init; }
}
