using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Pages that are fetched ahead.</summary>
public sealed record PrefetchSpec : ICheckedRecord
{
    public required PrefetchPolicy Policy { get; init; }

    /// <summary>How far ahead: pages where the policy is sequential, kernel launches along the dependency chain.</summary>
    [Bounds(0, 1 << 16)]
    public int Depth { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Policy == PrefetchPolicy.None && Depth > 0)
        {
            report("depth", "needs a policy other than none");
        }

        if (Policy != PrefetchPolicy.None && Depth == 0)
        {
            report("depth", "must be at least 1 for a policy other than none");
        }
    }
}
