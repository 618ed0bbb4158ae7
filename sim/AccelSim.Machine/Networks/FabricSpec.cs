namespace AccelSim.Machine;

/// <summary>An on-chip network of routers and links, in either mode of execution.</summary>
public sealed record FabricSpec : ICheckedRecord
{
    public required string Name { get; init; }

    /// <summary>One line for people; may be absent.</summary>
    public string Description { get; init; } = "";

    /// <summary>Clock of routers and links.</summary>
    public required Frequency Clock { get; init; }

    public required FabricTopology Topology { get; init; }

    public required RouterSpec Router { get; init; }

    public required FabricLinks Links { get; init; }

    /// <summary>Mode of execution where the user asks for none.</summary>
    public FabricMode Mode { get; init; } = FabricMode.Reservation;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Topology is TorusTopology or RingTopology && Router.VirtualChannels < 2)
        {
            report("router.virtualChannels", "must be at least 2 where the network closes on itself: one half on each side of the date line");
        }

        if (Router.Speculative && (Router.ChannelAllocationDelay.Count > 1 || Router.SwitchAllocationDelay.Count > 1))
        {
            report("router.speculative", "needs allocators of one cycle: both decide in the same one");
        }
    }
}
