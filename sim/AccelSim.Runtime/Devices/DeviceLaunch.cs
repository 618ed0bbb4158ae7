using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>Outcome of a kernel launch.</summary>
/// <param name="Femtoseconds">From taking the command to completion, start and drain included.</param>
/// <param name="Causes">Where that time went, along the critical path; its total is <paramref name="Femtoseconds"/>.</param>
/// <param name="Counters">What the cores counted.</param>
public sealed record DeviceLaunch(long Femtoseconds, CauseStack Causes, DeviceCounters Counters)
{
    /// <summary>A launch for which no time was left.</summary>
    public static DeviceLaunch NotBegun { get; } = new(0, new CauseStack([]), DeviceCounters.Zero) { Stopped = true };

    /// <summary>True where it did not end: what is said is of the part until then.</summary>
    public bool Stopped { get; init; }

    /// <summary>What of it was simulated, where sampling was asked for; null elsewhere.</summary>
    public SamplingResult? Sampling { get; init; }

    /// <summary>What was done that costs energy.</summary>
    public ActivityCounts Activity { get; init; } = ActivityCounts.Zero;
}
