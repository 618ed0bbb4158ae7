namespace AccelSim.Memory;

/// <summary>When an access ended and what its time was spent on; the parts sum to Done minus the time it was asked at.</summary>
/// <param name="Done">End, fs.</param>
/// <param name="Bank">Waiting for its banks, and moving its words through them beyond the first cycle, fs.</param>
/// <param name="MissLimit">Behind a miss that could not be taken, or being one, fs.</param>
/// <param name="Latency">Latency of the look-up, and of the data of a hit, fs.</param>
/// <param name="Below">Waiting for the next level, fs.</param>
/// <param name="Hit">All its sectors were there.</param>
public readonly record struct CacheOutcome(long Done, long Bank, long MissLimit, long Latency, long Below, bool Hit);
