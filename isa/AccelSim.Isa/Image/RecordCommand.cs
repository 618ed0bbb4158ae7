namespace AccelSim.Isa.Image;

/// <summary>Records an event in a queue: it happens when all before it in the queue has ended. A later record of the same event takes its place.</summary>
public sealed record RecordCommand : ImageCommand
{
    /// <summary>Number of the event, from 0.</summary>
    public required int Event { get; init; }
}
