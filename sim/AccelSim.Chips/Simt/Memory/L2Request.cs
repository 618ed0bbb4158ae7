namespace AccelSim.Chips.Simt;

/// <summary>A request of an SM, or of the other partition, on its way through the L2.</summary>
internal struct L2Request
{
    public long Line;

    /// <summary>SM that asked, or the fetch of the partition that did.</summary>
    public int From;

    /// <summary>Handed back with the answer.</summary>
    public int Token;

    public int Slice;
    public L2Kind Kind;
    public byte Sectors;

    /// <summary>Sectors that are written as a whole.</summary>
    public byte Whole;

    /// <summary>Bytes that are fetched from device memory around a sector that is missing; 0 for the sector alone.</summary>
    public byte Fetch;

    /// <summary>When it was sent, as kernels end (<see cref="SimtMemorySystem"/>).</summary>
    public short Epoch;

    /// <summary>Words of an atomic.</summary>
    public byte Words;

    /// <summary>It crosses to the other partition.</summary>
    public bool Far;

    /// <summary>Where the coalescer of its slice keeps it.</summary>
    public int Place;

    /// <summary>The next of the reads that joined it and are answered with it; below 0 where there is none.</summary>
    public int Joined;

    /// <summary>Device memory was read for it.</summary>
    public bool FromDram;
}
