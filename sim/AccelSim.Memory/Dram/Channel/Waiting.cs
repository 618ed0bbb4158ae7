namespace AccelSim.Memory;

/// <summary>A request in the queues of a channel.</summary>
internal struct Waiting
{
    public DramRequest Request;

    /// <summary>Tick of arrival.</summary>
    public long Arrival;

    /// <summary>Number in order of arrival.</summary>
    public long Sequence;

    /// <summary>Column commands issued so far.</summary>
    public int Served;

    /// <summary>Next in a list; -1 at its end.</summary>
    public int Next;

    /// <summary>True where both touch a column in common.</summary>
    public readonly bool Overlaps(in DramRequest other) =>
        Request.Row == other.Row && Request.Bank == other.Bank
        && Request.Column < other.Column + other.Count && other.Column < Request.Column + Request.Count;

    /// <summary>True where this touches every column of the other.</summary>
    public readonly bool Covers(in DramRequest other) =>
        Request.Row == other.Row && Request.Bank == other.Bank
        && Request.Column <= other.Column && other.Column + other.Count <= Request.Column + Request.Count;
}
