namespace AccelSim.Runtime;

/// <summary>What ends a run early.</summary>
/// <param name="Time">Simulated time, fs.</param>
/// <param name="Stop">Ends it at once.</param>
internal sealed record RunEnd(long Time, CancellationToken Stop)
{
    /// <summary>True where a run that has come to a time goes no further.</summary>
    public bool IsOver(long time) => (time >= Time && Time < long.MaxValue) || Stop.IsCancellationRequested;
}
