namespace AccelSim.Machine.Simt;

/// <summary>Barriers that are objects in shared memory (mbarrier): what arriving and waiting cost a warp.</summary>
public sealed record MbarrierSpec
{
    /// <summary>One arrival.</summary>
    public required Cycles Arrive { get; init; }

    /// <summary>A wait for a phase that is over already.</summary>
    public required Cycles Wait { get; init; }
}
