using System.Collections.Immutable;

namespace AccelSim.Results.Explain;

/// <summary>Which single number reaches a speedup, compiled anew for the changed chip.</summary>
/// <param name="Speedup">What was asked for.</param>
/// <param name="Reached">Changes that reach it, the smallest first.</param>
/// <param name="Best">Where none does: the one that comes nearest.</param>
public sealed record TargetAnswer(double Speedup, ImmutableArray<ParameterChange> Reached, ParameterChange? Best);
