using System.Collections.Immutable;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>What one inference did.</summary>
/// <param name="Start">Begin, fs.</param>
/// <param name="End">End, fs.</param>
/// <param name="Causes">Critical path between them.</param>
/// <param name="Launches">Kernel launches in order.</param>
/// <param name="HostOperators">Time of each host operator in order of the commands.</param>
internal sealed record InferenceRecord(
    long Start, long End, CauseStack Causes, ImmutableArray<LaunchRecord> Launches, ImmutableArray<(int Operator, long Femtoseconds)> HostOperators)
{
    /// <summary>Why it ended before its end; null where it did not.</summary>
    public string? Stopped { get; init; }
}
