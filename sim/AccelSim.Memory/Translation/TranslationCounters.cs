namespace AccelSim.Memory;

/// <summary>What address translation did.</summary>
public record struct TranslationCounters
{
    /// <summary>Look-ups in a first-level buffer that found a known translation.</summary>
    public long Hits;

    /// <summary>Look-ups in a first-level buffer that did not.</summary>
    public long Misses;

    /// <summary>Of the misses, those that waited for an earlier one of the same page.</summary>
    public long Merged;

    /// <summary>Of the misses, those that the shared buffer knew.</summary>
    public long SharedHits;

    /// <summary>Page walks.</summary>
    public long Walks;

    /// <summary>Reads of page tables.</summary>
    public long WalkReads;

    /// <summary>Time that walks waited for a walker, fs.</summary>
    public long WalkerWait;
}
