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

    /// <summary>Packets offered and not yet delivered.</summary>
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

    /// <summary>Moves everything and ends the cycle.</summary>
    void EndCycle();
}
