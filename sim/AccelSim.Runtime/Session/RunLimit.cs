namespace AccelSim.Runtime;

/// <summary>What ends a run before its end; what was simulated until then is reported.</summary>
/// <param name="MostCycles">Cycles of the chip's clock that the run may take in simulated time; null for no limit.</param>
/// <param name="Stop">Ends it at once.</param>
public sealed record RunLimit(long? MostCycles, CancellationToken Stop = default)
{
    /// <summary>Nothing.</summary>
    public static RunLimit None { get; } = new(MostCycles: null);
}
