namespace AccelSim.Interconnect;

/// <summary>
/// An on-chip network that is driven cycle by cycle: <see cref="BeginCycle"/> lets arrive what arrives, packets are offered, and
/// <see cref="EndCycle"/> moves the rest. Each node holds one packet that has not wholly entered.
/// </summary>
public interface IPacketNetwork
{
    /// <summary>The tables of its topology.</summary>
    FabricGraph Graph { get; }

    /// <summary>The current cycle.</summary>
    long Now { get; }

    /// <summary>Flits that have left nodes.</summary>
    long FlitsEntered { get; }

    /// <summary>Flits that have reached nodes.</summary>
    long FlitsLeft { get; }

    /// <summary>Sum, over <see cref="FlitsLeft"/>, of the cycles at which their packets were created.</summary>
    long CreatedLeft { get; }

    /// <summary>Flits that have crossed a switch, or are certain to, over all routers.</summary>
    long FlitHops { get; }

    /// <summary>Packets offered and not yet delivered; each copy of a multicast packet counts.</summary>
    int PacketsInside { get; }

    /// <summary>Packets whose last flit arrived in this cycle.</summary>
    ReadOnlySpan<Delivery> Delivered { get; }

    /// <summary>Takes what arrives in this cycle.</summary>
    void BeginCycle();

    /// <summary>Whether a node can take another packet.</summary>
    bool CanOffer(int node);

    /// <summary>Hands a packet to its source.</summary>
    /// <param name="source">Node that sends it.</param>
    /// <param name="destination">Node it goes to.</param>
    /// <param name="flits">Its length.</param>
    /// <param name="created">Cycle from which its latency counts; not after <see cref="Now"/>.</param>
    /// <param name="tag">Comes back with the delivery.</param>
    void Offer(int source, int destination, int flits, long created, int tag);

    /// <summary>
    /// Hands a packet for several nodes to its source. It leaves the source once and is copied where the ways to its destinations part; each of
    /// them has a delivery. Copies leave a router each at its own time, one flit per cycle and input, and a flit stays in its buffer until all
    /// have left.
    /// </summary>
    /// <param name="source">Node that sends it.</param>
    /// <param name="destinations">Nodes it goes to, each once.</param>
    /// <param name="flits">Its length; must fit a buffer, so that no copy can stop another for ever.</param>
    /// <param name="created">Cycle from which its latency counts; not after <see cref="Now"/>.</param>
    /// <param name="tag">Comes back with every delivery.</param>
    /// <exception cref="ArgumentException">Destinations are missing or doubled, or the packet is too long.</exception>
    /// <exception cref="InvalidOperationException">The routers cannot copy (<see cref="Machine.RouterSpec.Multicast"/>).</exception>
    void Offer(int source, ReadOnlySpan<int> destinations, int flits, long created, int tag);

    /// <summary>Moves everything and ends the cycle.</summary>
    void EndCycle();
}
