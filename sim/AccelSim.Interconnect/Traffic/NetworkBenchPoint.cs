namespace AccelSim.Interconnect;

/// <summary>A network under a load.</summary>
/// <param name="Pattern">Who sends to whom, one of <see cref="NetworkBench.Patterns"/>.</param>
/// <param name="Load">Offered as a fraction of what saturates it; 0 for a network that is all but idle.</param>
/// <param name="Offered">Flits per node and cycle.</param>
/// <param name="Result">What it did.</param>
public sealed record NetworkBenchPoint(string Pattern, double Load, double Offered, LoadTestResult Result);
