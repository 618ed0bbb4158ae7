namespace AccelSim.Isa.Image;

/// <summary>What comes next in a queue waits for an event, as it was recorded last before this command; the host does not wait.</summary>
public sealed record AwaitCommand : ImageCommand
{
    /// <summary>Number of the event.</summary>
    public required int Event { get; init; }
}
