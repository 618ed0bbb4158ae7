namespace AccelSim.Results.Explain;

/// <summary>A group of causes and its part of the time.</summary>
/// <param name="Name">Name of the group, such as <c>DRAM</c>.</param>
/// <param name="Share">Its part, 0 to 1.</param>
public sealed record CauseGroup(string Name, double Share)
{
    /// <summary>The group that takes most of a run's time.</summary>
    public static CauseGroup First(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Causes.Groups() is [var (name, femtoseconds), ..] ? new(name, (double)femtoseconds / run.Causes.Total) : new("nothing", 0);
    }
}
