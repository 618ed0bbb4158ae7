namespace AccelSim.Results;

/// <summary>What the first inference of a process costs beside the inference itself. All in fs.</summary>
/// <param name="Total">From nothing allocated to the first result.</param>
/// <param name="Allocation">Device memory allocation.</param>
/// <param name="WeightCopy">Weights and constants over the host link.</param>
/// <param name="ColdLaunch">First launches: code fetched, caches cold, first call on the host.</param>
public sealed record FirstRunResult(long Total, long Allocation, long WeightCopy, long ColdLaunch);
