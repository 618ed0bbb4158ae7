namespace AccelSim.Reports;

/// <summary>Rows that are judged together.</summary>
/// <param name="Name">What they are.</param>
/// <param name="MeanGate">Greatest mean of absolute relative errors that passes; null where the group is only reported.</param>
/// <param name="TailGate">Greatest 90th percentile that passes; null for any.</param>
public sealed record OperatorGroup(string Name, double? MeanGate = null, double? TailGate = null)
{
    /// <summary>False where a gate is missed, or a gated group has no simulated row.</summary>
    public bool Passes(ErrorStatistics statistics) =>
        MeanGate is not { } mean || (statistics.Count > 0 && statistics.Mean <= mean && (TailGate is not { } tail || statistics.Ninetieth <= tail));
}
