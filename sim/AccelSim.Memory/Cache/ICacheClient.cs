namespace AccelSim.Memory;

/// <summary>Learns when an access to a level of memory has ended.</summary>
public interface ICacheClient
{
    /// <summary>The access that was given <paramref name="tag"/> has ended, now.</summary>
    /// <param name="tag">What it was given.</param>
    /// <param name="outcome">What it spent its time on.</param>
    void CacheDone(int tag, in CacheOutcome outcome);
}
