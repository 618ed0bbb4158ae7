namespace AccelSim.Chips.Simt;

/// <summary>What the L2 did.</summary>
public record struct SimtMemoryCounters
{
    /// <summary>Sectors that reads, writes and atomics asked slices for.</summary>
    public long L2Sectors { get; set; }

    /// <summary>Of those, sectors of reads and atomics that were there.</summary>
    public long L2Hits { get; set; }

    /// <summary>Sectors of reads and atomics that were not, or were on their way.</summary>
    public long L2Misses { get; set; }

    /// <summary>Sectors of reads that another's answer brought along; not among those asked for.</summary>
    public long JoinedSectors { get; set; }

    /// <summary>Sectors that slices read from their arrays for SMs and for the other partition.</summary>
    public long ReadSectors { get; set; }

    /// <summary>Sectors that slices wrote to their arrays: stores, atomics, what came from device memory or the other partition.</summary>
    public long WrittenSectors { get; set; }

    /// <summary>Sectors that crossed between the partitions.</summary>
    public long FarSectors { get; set; }

    /// <summary>Bytes that did, both ways, headers and requests included.</summary>
    public long FarBytes { get; set; }

    /// <summary>Bytes from the L2 to the SMs.</summary>
    public long ReplyBytes { get; set; }

    /// <summary>Bytes from the SMs to the L2.</summary>
    public long RequestBytes { get; set; }

    /// <summary>Adds another count.</summary>
    public void Add(in SimtMemoryCounters other)
    {
        L2Sectors += other.L2Sectors;
        L2Hits += other.L2Hits;
        L2Misses += other.L2Misses;
        JoinedSectors += other.JoinedSectors;
        ReadSectors += other.ReadSectors;
        WrittenSectors += other.WrittenSectors;
        FarSectors += other.FarSectors;
        FarBytes += other.FarBytes;
        ReplyBytes += other.ReplyBytes;
        RequestBytes += other.RequestBytes;
    }
}
