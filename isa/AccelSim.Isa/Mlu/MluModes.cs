namespace AccelSim.Isa.Mlu;

/// <summary>Rounding of a conversion to a narrower type, in the names of the BANG C conversion intrinsics.</summary>
public enum MluRounding : byte
{
    /// <summary>To nearest, ties to even.</summary>
    Rn,

    /// <summary>To nearest, ties away from zero ("off zero").</summary>
    Oz,

    /// <summary>Toward zero.</summary>
    Tz,

    /// <summary>Toward positive infinity.</summary>
    Up,

    /// <summary>Toward negative infinity.</summary>
    Dn,
}

/// <summary>Queues of a core that a <c>sync</c> waits for; combined as flags in the 5-bit mode field.</summary>
[Flags]
public enum MluSyncMask : byte
{
    None = 0,
    Io = 1,
    Move = 2,
    Compute = 4,

    /// <summary>Every queue of the core.</summary>
    All = Io | Move | Compute,
}

/// <summary>Who takes part in a barrier. A core arrives when all of its queues have drained. [LLVM bang_device_functions.h: ids 32768..32773]</summary>
public enum MluBarrierScope : byte
{
    /// <summary>The cores of one cluster and, where the kernel runs on it, its memory core (<c>__sync_cluster</c>).</summary>
    Cluster,

    /// <summary>All compute cores of the union (<c>__sync_all_ipu</c>).</summary>
    Ipu,

    /// <summary>All memory cores of the union (<c>__sync_all_mpu</c>).</summary>
    Mpu,

    /// <summary>Every core of the union (<c>__sync_all</c>).</summary>
    All,
}

/// <summary>Read-only registers that identify a task and its place. [LLVM sreg builtins]</summary>
public enum MluSpecialRegister : byte
{
    TaskId, TaskIdX, TaskIdY, TaskIdZ, TaskDim, TaskDimX, TaskDimY, TaskDimZ, ClusterId, ClusterDim, CoreId, CoreDim,
}
