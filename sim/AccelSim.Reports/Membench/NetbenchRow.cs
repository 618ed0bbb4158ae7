namespace AccelSim.Reports;

/// <summary>A network under a load. Rates are flits per node and cycle, latencies cycles from the making of a packet to the arrival of its last flit.</summary>
/// <param name="Pattern">Who sends to whom.</param>
/// <param name="Load">Offered as a fraction of what saturates it; 0 for a network that is all but idle.</param>
/// <param name="Offered">Offered rate.</param>
/// <param name="Accepted">What arrived.</param>
/// <param name="GigabytesPerSecond">The same of all nodes together.</param>
/// <param name="MeanLatency">Mean.</param>
/// <param name="MedianLatency">Half took no longer.</param>
/// <param name="Percentile95">95 of 100 took no longer.</param>
/// <param name="TailLatency">99 of 100 took no longer.</param>
/// <param name="MeanNanoseconds">Mean, ns.</param>
/// <param name="Hops">Mean number of routers passed.</param>
public sealed record NetbenchRow(
    string Pattern, double Load, double Offered, double Accepted, double GigabytesPerSecond, double MeanLatency, int MedianLatency, int Percentile95,
    int TailLatency, double MeanNanoseconds, double Hops);
