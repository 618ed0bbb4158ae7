namespace AccelSim.Engine;

/// <summary>
/// One entry of the event queue: at <see cref="Time"/> the component <see cref="Component"/> is handed <see cref="Tag"/> and
/// <see cref="Payload"/>. Events are totally ordered by (time, phase, sequence); 32 bytes, copied by value.
/// </summary>
public readonly struct SimEvent : IPrecedes<SimEvent>
{
    private const int SequenceBits = 56;

    /// <summary>When, in fs.</summary>
    public long Time { get; }

    /// <summary>Phase in the top byte, sequence number below: one comparison orders both.</summary>
    internal ulong Order { get; }

    /// <summary>Ordinal of the receiving component.</summary>
    public int Component { get; }

    /// <summary>What happened; meaning private to the receiver. Negative values are reserved for the engine.</summary>
    public int Tag { get; }

    /// <summary>Free word for the receiver, such as the index of a request.</summary>
    public long Payload { get; }

    /// <summary>Makes an event; <paramref name="sequence"/> must be unique and below 2^56.</summary>
    public SimEvent(long time, Phase phase, ulong sequence, int component, int tag, long payload)
    {
        Time = time;
        Order = ((ulong)phase << SequenceBits) | sequence;
        Component = component;
        Tag = tag;
        Payload = payload;
    }

    /// <summary>Phase inside the instant.</summary>
    public Phase Phase => (Phase)(Order >> SequenceBits);

    /// <summary>Number of the push that made this event.</summary>
    public ulong Sequence => Order & ((1UL << SequenceBits) - 1);

    /// <summary>True when this event runs before <paramref name="other"/>.</summary>
    public bool Precedes(in SimEvent other) => Time < other.Time || (Time == other.Time && Order < other.Order);
}
