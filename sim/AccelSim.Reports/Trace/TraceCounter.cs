using System.Collections.Immutable;

namespace AccelSim.Reports;

/// <summary>A figure over time: its mean in each of equal stretches, from the begin of the timeline on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Step">Length of a stretch, fs.</param>
/// <param name="Values">Means.</param>
public sealed record TraceCounter(string Name, string Unit, long Step, ImmutableArray<double> Values);
