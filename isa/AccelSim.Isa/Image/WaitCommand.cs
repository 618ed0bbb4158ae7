namespace AccelSim.Isa.Image;

/// <summary>The host waits until the queue is empty, or until all queues are.</summary>
public sealed record WaitCommand : ImageCommand
{
    /// <summary>True to wait for every queue.</summary>
    public bool AllQueues { get; init; }
}
