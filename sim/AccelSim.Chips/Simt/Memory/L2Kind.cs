namespace AccelSim.Chips.Simt;

/// <summary>What is asked of the L2.</summary>
internal enum L2Kind : byte
{
    Read,
    Write,

    /// <summary>Comes back with the old value.</summary>
    Atomic,

    /// <summary>Does not come back.</summary>
    Reduce,

    /// <summary>A partition asks the other for sectors it has no copy of.</summary>
    Copy,
}
