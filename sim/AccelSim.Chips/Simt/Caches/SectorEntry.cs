namespace AccelSim.Chips.Simt;

/// <summary>A place of a <see cref="SectorTags"/>: its line and that line's sectors. All of it in half a line of the host's cache, for places are visited at random.</summary>
internal struct SectorEntry
{
    /// <summary>The line; -1 for none yet.</summary>
    public long Line;

    /// <summary>The next more recently used place of the set.</summary>
    public int Newer;

    /// <summary>The next less recently used place of the set.</summary>
    public int Older;

    /// <summary>The next place in the same bucket of the hash table.</summary>
    public int Chain;

    /// <summary>Sectors that are there.</summary>
    public byte Valid;

    /// <summary>Sectors that the next level does not know yet.</summary>
    public byte Dirty;

    /// <summary>Sectors on their way.</summary>
    public byte Pending;

    /// <summary>Sectors on their way to the next level.</summary>
    public byte Leaving;

    /// <summary>True for a line that is not replaced.</summary>
    public readonly bool IsBound => (Pending | Leaving | Dirty) != 0;
}
