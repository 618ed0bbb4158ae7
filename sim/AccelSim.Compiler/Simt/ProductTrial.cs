namespace AccelSim.Compiler.Simt;

/// <summary>A schedule that was tried.</summary>
/// <param name="Schedule">The schedule in words.</param>
/// <param name="Estimated">Cycles by the cost model.</param>
/// <param name="Simulated">Cycles by simulation.</param>
public sealed record ProductTrial(string Schedule, double Estimated, long Simulated);
