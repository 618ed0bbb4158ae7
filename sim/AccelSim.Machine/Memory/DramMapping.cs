namespace AccelSim.Machine;

/// <summary>Which channel, bank, row and column an address is in.</summary>
public sealed record DramMapping
{
    /// <summary>Consecutive bytes in one channel before the next channel.</summary>
    public required ByteSize ChannelInterleave { get; init; }

    /// <summary>Consecutive bytes (of one channel's share) in one bank group before the next: hides tCCD_L on streams.</summary>
    public required ByteSize BankGroupInterleave { get; init; }

    /// <summary>Order of the remaining fields, most significant first.</summary>
    public required DramFieldOrder Order { get; init; }

    /// <summary>Whether bank and channel numbers are mixed with row bits, so that power-of-two strides do not collide.</summary>
    public required DramHash Hash { get; init; }
}
