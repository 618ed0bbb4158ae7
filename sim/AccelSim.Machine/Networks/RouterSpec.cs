using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>
/// An input-queued router with virtual channels: routing, allocation of a channel at the next router, allocation of the switch, traversal
/// of the switch. Times are cycles of the network.
/// </summary>
public sealed record RouterSpec
{
    /// <summary>Channels that share each link, each with its own buffer.</summary>
    [Bounds(1, 32)]
    public required int VirtualChannels { get; init; }

    /// <summary>Flits that each channel buffers; the sender holds as many credits.</summary>
    [Bounds(1, 64)]
    public required int BufferFlits { get; init; }

    /// <summary>Head at the front of its buffer to output known; 0 where the router before has worked it out.</summary>
    [Bounds(0, 64)]
    public required Cycles RoutingDelay { get; init; }

    /// <summary>Granted switch to flit on the link.</summary>
    [Bounds(1, 64)]
    public required Cycles TraversalDelay { get; init; }

    /// <summary>Arrival of a credit to its use.</summary>
    [Bounds(0, 64)]
    public required Cycles CreditDelay { get; init; }

    /// <summary>True where a head bids for the switch in the same cycle as for its channel, and loses the slot if it gets no channel.</summary>
    public required bool Speculative { get; init; }

    /// <summary>Rounds of request, grant and accept in each allocator and cycle (iSLIP).</summary>
    [Bounds(1, 16)]
    public required int AllocatorIterations { get; init; }

    /// <summary>True where the router copies a packet whose destinations lie behind several of its outputs.</summary>
    public bool Multicast { get; init; }

    /// <summary>
    /// Bid for a channel to its outcome. Above 1 the allocator is a pipeline: what it grants is void if the channel has been given away since,
    /// and who was refused bids again only then.
    /// </summary>
    [Bounds(1, 64)]
    public Cycles ChannelAllocationDelay { get; init; } = new(1);

    /// <summary>Bid for the switch to its outcome; a channel has one bid in the allocator, so that it sends a flit every so many cycles.</summary>
    [Bounds(1, 64)]
    public Cycles SwitchAllocationDelay { get; init; } = new(1);
}
