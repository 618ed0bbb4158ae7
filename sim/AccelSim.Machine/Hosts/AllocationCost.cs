namespace AccelSim.Machine;

/// <summary>Device memory allocation as the host sees it.</summary>
public sealed record AllocationCost
{
    public required Duration PerCall { get; init; }

    /// <summary>Extra per MiB: pages are mapped.</summary>
    public required Duration PerMebibyte { get; init; }
}
