namespace AccelSim.Interconnect;

/// <summary>What a network did under a load. Latencies are cycles, rates are flits per node and cycle.</summary>
/// <param name="Stable">False where latency exceeded its limit.</param>
/// <param name="Latency">Mean, from the creation of a packet to the arrival of its last flit.</param>
/// <param name="NetworkLatency">Mean, from the entry of its first flit.</param>
/// <param name="Median">Half of the packets took no longer.</param>
/// <param name="Percentile95">95 of 100 took no longer.</param>
/// <param name="Percentile99">99 of 100 took no longer.</param>
/// <param name="Accepted">Flits that arrived.</param>
/// <param name="Injected">Flits that entered.</param>
/// <param name="Hops">Mean number of routers passed.</param>
/// <param name="Packets">Packets measured.</param>
/// <param name="Cycles">Length of the run with its end.</param>
public sealed record LoadTestResult(
    bool Stable, double Latency, double NetworkLatency, int Median, int Percentile95, int Percentile99, double Accepted, double Injected,
    double Hops, long Packets, long Cycles);
