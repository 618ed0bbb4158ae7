namespace AccelSim.Machine;

/// <summary>A kernel launch as the host sees it.</summary>
public sealed record SubmitCost
{
    /// <summary>Host time of one launch call; launches are asynchronous, so it is hidden while the queue is not empty.</summary>
    public required Duration Submit { get; init; }

    /// <summary>Extra of the first call of a process: code is loaded onto the device.</summary>
    public required Duration FirstCall { get; init; }
}
