using AccelSim.Engine;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>State of one slice of the L2.</summary>
internal sealed class L2Slice(L2Spec spec)
{
    /// <summary>Its lines.</summary>
    public SectorTags Tags { get; } = new((int)(spec.SliceBytes / spec.Line.Bytes / spec.Ways), spec.Ways);

    /// <summary>Who waits for which.</summary>
    public LineRequests Waiting { get; } = new((int)(spec.SliceBytes / spec.Line.Bytes));

    /// <summary>Reads that others may join; null where none may.</summary>
    public ReadCoalescer? Coalescer { get; } = spec.Coalescer is { } coalescer ? new ReadCoalescer(coalescer.Requests) : null;

    /// <summary>Requests that could not be taken, in order.</summary>
    public Queue<int> Standing { get; } = new();

    /// <summary>Answers that stand in front of the crossbar, in order: one that the port of its SM does not take holds up all behind it.</summary>
    public Queue<int> Replies { get; } = new();

    /// <summary>Until when an answer leaves, fs.</summary>
    public long ReplyFree { get; set; }

    /// <summary>Until when it reads or writes for others, fs.</summary>
    public long Free { get; set; }

    /// <summary>Where its time went.</summary>
    public Ledger Ledger { get; } = new("L2 slice");
}
