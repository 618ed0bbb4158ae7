namespace AccelSim.Machine;

/// <summary>A link between two named nodes; chips are called chip0, chip1 and so on.</summary>
public sealed record SystemLink
{
    public required string From { get; init; }

    public required string To { get; init; }
}
