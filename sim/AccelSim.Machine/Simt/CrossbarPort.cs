namespace AccelSim.Machine.Simt;

/// <summary>One port of the crossbar between SMs and L2.</summary>
public sealed record CrossbarPort
{
    /// <summary>Towards the L2: requests, data of writes.</summary>
    public required BytesPerCycle Request { get; init; }

    /// <summary>From the L2: data of reads.</summary>
    public required BytesPerCycle Reply { get; init; }
}
