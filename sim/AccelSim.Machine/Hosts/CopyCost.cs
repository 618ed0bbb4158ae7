namespace AccelSim.Machine;

/// <summary>A copy between host and device, beside the bytes on the link.</summary>
public sealed record CopyCost
{
    /// <summary>Host time of an asynchronous copy call.</summary>
    public required Duration PerCall { get; init; }

    /// <summary>Waiting for the queue to empty: interrupt or poll to host thread running.</summary>
    public required Duration Synchronize { get; init; }
}
