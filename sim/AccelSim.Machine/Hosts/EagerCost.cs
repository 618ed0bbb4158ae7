namespace AccelSim.Machine;

/// <summary>A framework that launches operator by operator.</summary>
public sealed record EagerCost
{
    /// <summary>Framework time per operator: dispatch, shape checks, output allocation from a pool.</summary>
    public required Duration PerOperator { get; init; }
}
