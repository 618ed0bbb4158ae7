namespace AccelSim.Machine;

/// <summary>Every chip has one port to a switch that never blocks.</summary>
public sealed record SwitchedSystem : SystemTopology
{
    /// <summary>True where the switch adds and copies (multicast, reduction in the network).</summary>
    public required bool Reduces { get; init; }
}
