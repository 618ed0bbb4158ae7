namespace AccelSim.Machine.Simt;

/// <summary>How an address chooses its slice of the L2.</summary>
public enum L2Hash
{
    /// <summary>By the bits right above the interleave.</summary>
    None,

    /// <summary>Exclusive or of those bits with higher ones.</summary>
    Xor,

    /// <summary>Remainder by an irreducible polynomial over the bits (Rau, ISCA 1991): no stride of a power of two collides.</summary>
    Ipoly,

    /// <summary>By a long sequence in which every slice is as frequent as every other, but neighbours fall together as often as chance has it.</summary>
    Mixed,
}
