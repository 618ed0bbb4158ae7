using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>Writes the pieces of an interval both to a unit's ledger and to the critical path.</summary>
internal struct CauseWriter(MluContext context, Ledger ledger, int node, int info) : ICauseSink
{
    /// <summary>The last node written.</summary>
    public int Node { get; private set; } = node;

    /// <inheritdoc/>
    public void Until(long time, Cause cause)
    {
        ledger.AdvanceIfLater(time, cause);
        Node = context.Node(Node, time, cause, info);
    }
}
