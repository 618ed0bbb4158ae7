namespace AccelSim.Machine.Mlu;

/// <summary>What the device spends on starting and ending kernels (the host's share is in the host file).</summary>
public sealed record LaunchSpec
{
    /// <summary>Command received to first instruction of the first tasks.</summary>
    public required Duration KernelStart { get; init; }

    /// <summary>Last instruction to completion seen by the next command.</summary>
    public required Duration KernelDrain { get; init; }

    /// <summary>Placing one task on a core that is free.</summary>
    public required Cycles PerTask { get; init; }

    /// <summary>Allocating the clusters of one UNION task together.</summary>
    public required Cycles UnionAllocation { get; init; }

    /// <summary>Extra of the first launch of a kernel: its code is fetched and caches are cold.</summary>
    public required Duration ColdLaunch { get; init; }
}
