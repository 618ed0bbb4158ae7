namespace AccelSim.Machine;

/// <summary>On-chip network between clusters, last-level cache and memory channels.</summary>
public sealed record NetworkSpec
{
    public required NetworkTopology Topology { get; init; }

    /// <summary>Port of each cluster.</summary>
    public required ClusterPort ClusterPort { get; init; }

    /// <summary>Link between two dies; absent on a single die.</summary>
    public DieLink? DieLink { get; init; }
}
