namespace AccelSim.Chips.Simt;

/// <summary>Why a resident warp does not issue in a cycle; names as in Nsight Compute's warp states.</summary>
public enum StallReason : byte
{
    /// <summary>It issues.</summary>
    Selected,

    /// <summary>It could issue, another warp of the sub-core does.</summary>
    NotSelected,

    /// <summary>A result of fixed latency, or the stall count of the compiler.</summary>
    Wait,

    /// <summary>Data of global or local memory.</summary>
    LongScoreboard,

    /// <summary>Data of shared memory, or of a unit of the SM such as shuffles.</summary>
    ShortScoreboard,

    /// <summary>The arithmetic pipe of the instruction is taken.</summary>
    MathPipeThrottle,

    /// <summary>The tensor core is taken.</summary>
    TensorPipeThrottle,

    /// <summary>The queue of the load-store unit is full.</summary>
    MioThrottle,

    /// <summary>Too many accesses of global memory are on their way.</summary>
    LgThrottle,

    /// <summary>Other warps have not reached the barrier of the block.</summary>
    Barrier,

    /// <summary>A memory fence.</summary>
    Membar,

    /// <summary>The target of a branch.</summary>
    BranchResolve,

    /// <summary>A constant that is not in its cache.</summary>
    ImcMiss,

    /// <summary>Products of the warp group that are not complete, or that other warps of it have not come to.</summary>
    Gmma,
}
