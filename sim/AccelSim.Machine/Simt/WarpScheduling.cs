namespace AccelSim.Machine.Simt;

/// <summary>Which of its ready warps a scheduler issues from.</summary>
public enum WarpScheduling
{
    /// <summary>Loose round robin: the next warp in turn that is ready.</summary>
    Lrr,

    /// <summary>Greedy then oldest: the warp of the last issue as long as it is ready, then the one that started first.</summary>
    Gto,

    /// <summary>The warp that started first.</summary>
    Oldest,

    /// <summary>Round robin among a few active warps; one that waits for memory gives its place to a pending one.</summary>
    TwoLevel,
}
