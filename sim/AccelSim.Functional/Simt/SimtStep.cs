namespace AccelSim.Functional.Simt;

/// <summary>What <see cref="SimtInterpreter.Step"/> met.</summary>
public enum SimtStep : byte
{
    /// <summary>An instruction without consequences beyond the warp.</summary>
    Done,

    /// <summary>A memory access by some lane; the access says where.</summary>
    Access,

    /// <summary>The warp waits at a barrier of the block: see <see cref="SimtAccess.Barrier"/>.</summary>
    Barrier,

    /// <summary>The warp arrived at a barrier of the block and goes on.</summary>
    Arrive,

    /// <summary>A barrier in shared memory was made, or arrived at: see <see cref="SimtBlock.Mbarriers"/>.</summary>
    Mbarrier,

    /// <summary>The warp waits for a phase of a barrier in shared memory, unless it is over: see <see cref="SimtAccess.Barrier"/> and <see cref="SimtAccess.Parity"/>.</summary>
    MbarrierWait,

    /// <summary>The warp has come to a product of its group: see <see cref="SimtAccess.Starts"/>.</summary>
    Product,

    /// <summary>The warp waits until products of its group are complete: see <see cref="SimtAccess.Products"/>.</summary>
    ProductWait,

    /// <summary>A copy by the copy engine has begun: see <see cref="SimtAccess.Bulk"/>.</summary>
    Bulk,

    /// <summary>All lanes have ended.</summary>
    Ended,
}
