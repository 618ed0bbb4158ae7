namespace AccelSim.Memory;

/// <summary>When an SRAM access ended and what it waited for.</summary>
/// <param name="Done">Last data, fs.</param>
/// <param name="Queued">Behind other accesses, or sharing banks with them, fs.</param>
/// <param name="Conflict">Bank conflicts of its own pattern, fs.</param>
public readonly record struct SramOutcome(long Done, long Queued, long Conflict)
{
    /// <summary>
    /// Of <see cref="Queued"/>, the time in which this access, or one of the same requester before it, stood still for the ports that served others,
    /// fs; 0 where accesses hold all ports.
    /// </summary>
    public long Contended { get; init; }
}
