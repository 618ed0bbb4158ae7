namespace AccelSim.Chips.Simt;

/// <summary>A memory instruction whose data have not all come.</summary>
internal struct SmLoad
{
    /// <summary>Warp that waits.</summary>
    public int Warp;

    /// <summary>Which of the warps that had the place it is.</summary>
    public int Generation;

    /// <summary>Parts that have not come.</summary>
    public int Remaining;

    /// <summary>Group of copies it belongs to; -1 for a load.</summary>
    public int Group;

    /// <summary>Cycle of the latest part.</summary>
    public long Done;

    /// <summary>Cycles from the last part to its use.</summary>
    public int Tail;

    /// <summary>Registers that it writes.</summary>
    public byte First;

    public byte Count;

    /// <summary>Some part came from device memory.</summary>
    public bool FromDram;
}
