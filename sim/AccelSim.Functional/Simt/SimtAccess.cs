namespace AccelSim.Functional.Simt;

/// <summary>What the last instruction of a warp does outside it: addresses of a memory access, or a barrier. Reused from step to step.</summary>
public sealed class SimtAccess
{
    /// <summary>Program counter of the instruction.</summary>
    public int Pc;

    /// <summary>Lanes that executed it.</summary>
    public ulong Lanes;

    /// <summary>Lanes that access memory: of a copy with zero fill those that read.</summary>
    public ulong Reading;

    /// <summary>Bytes of each lane.</summary>
    public int LaneBytes;

    /// <summary>Barrier of the block, or where the one in shared memory lies.</summary>
    public int Barrier;

    /// <summary>Parity of the phase of a barrier in shared memory that is waited for.</summary>
    public int Parity;

    /// <summary>True where all warps of the group have come to a product: it starts.</summary>
    public bool Starts;

    /// <summary>How many of the first products of the warp's group a wait is for.</summary>
    public int Products;

    /// <summary>The product of a warp group.</summary>
    public SimtGroupProduct Product;

    /// <summary>What the copy engine copies.</summary>
    public SimtBulkCopy Bulk;

    /// <summary>Threads that the barrier waits for; 0 means all of the block.</summary>
    public int Threads;

    /// <summary>Address of each lane in the space of the instruction; of an asynchronous copy, in global memory.</summary>
    public SimtAddresses Addresses;

    /// <summary>Where an asynchronous copy writes in shared memory.</summary>
    public SimtAddresses Destination;
}
