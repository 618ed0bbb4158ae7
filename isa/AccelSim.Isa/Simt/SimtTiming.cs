namespace AccelSim.Isa.Simt;

/// <summary>Row of the timing table: instructions of one class take the same time on a chip.</summary>
public enum SimtTiming : byte
{
    /// <summary>Issued and gone: <c>nop</c>, <c>exit</c>, fences within a block.</summary>
    Issue,

    /// <summary>Simple integer, logic, moves.</summary>
    Alu,

    /// <summary>64-bit integer: two passes through the integer pipe.</summary>
    AluWide,

    /// <summary>Writes a predicate.</summary>
    Predicate,
    Multiply,

    /// <summary>32 x 32 to 64 bits.</summary>
    MultiplyWide,
    Float32,
    Half,
    Float64,
    Convert,
    Special,
    Shuffle,

    /// <summary>Vote or warp-wide reduction.</summary>
    WarpReduce,
    Branch,

    /// <summary>Barrier of a block.</summary>
    Barrier,

    /// <summary>Memory fence.</summary>
    Fence,
    GlobalLoad,
    GlobalStore,
    GlobalAtomic,
    SharedLoad,
    SharedStore,
    SharedAtomic,
    LocalLoad,
    LocalStore,
    ConstantLoad,

    /// <summary>Global to shared, past the registers.</summary>
    AsyncCopy,

    /// <summary>Ends or awaits groups of asynchronous copies.</summary>
    AsyncGroup,

    /// <summary>Bytes or a box of rows from global to shared memory by the copy engine, past the registers.</summary>
    BulkCopy,

    /// <summary>Makes a barrier in shared memory, or arrives at one.</summary>
    Mbarrier,

    /// <summary>Waits for a phase of a barrier in shared memory.</summary>
    MbarrierWait,

    /// <summary>Matrix tiles from shared memory into fragments.</summary>
    MatrixLoad,
    Tensor,

    /// <summary>Asynchronous product of four warps.</summary>
    GroupProduct,

    /// <summary>Orders, ends or awaits groups of such products.</summary>
    GroupSync,
}
