namespace AccelSim.Memory;

/// <summary>What a load saw.</summary>
/// <param name="Ticks">Until the last request was done.</param>
/// <param name="Utilisation">Bursts moved, as a fraction of what the data buses could have.</param>
/// <param name="MeanLatency">Ticks from arrival to data of a read.</param>
/// <param name="MedianLatency">Half of the reads took no longer.</param>
/// <param name="TailLatency">99 of 100 reads took no longer.</param>
/// <param name="RowHitRate">Accesses that found their row open, as a fraction.</param>
/// <param name="Activates">Rows opened.</param>
/// <param name="Refreshes">Refreshes.</param>
public sealed record DramLoadResult(
    long Ticks, double Utilisation, double MeanLatency, long MedianLatency, long TailLatency, double RowHitRate, long Activates, long Refreshes);
