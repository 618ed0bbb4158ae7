using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>The warp scheduler of each sub-core.</summary>
public sealed record WarpSchedulerSpec : ICheckedRecord
{
    public required WarpScheduling Policy { get; init; }

    /// <summary>Warps of a sub-core that are active at once; only for, and needed by, <see cref="WarpScheduling.TwoLevel"/>.</summary>
    [Bounds(1, 256)]
    public int? ActiveWarps { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Policy == WarpScheduling.TwoLevel && ActiveWarps is null)
        {
            report("activeWarps", "is required where policy is twoLevel");
        }
        else if (Policy != WarpScheduling.TwoLevel && ActiveWarps is not null)
        {
            report("activeWarps", "needs policy: twoLevel");
        }
    }
}
