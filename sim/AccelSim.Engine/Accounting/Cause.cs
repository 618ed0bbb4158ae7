namespace AccelSim.Engine;

/// <summary>
/// Why a unit spent an interval of time; one list for all chip families, so that any two reports can be compared. The numbers are
/// persisted in results: append only.
/// </summary>
public enum Cause : byte
{
    /// <summary>No work was assigned.</summary>
    Idle = 0,

    /// <summary>Tensor (matrix) arithmetic at the rate of the array.</summary>
    Tensor = 1,

    /// <summary>Vector arithmetic at the width of the unit.</summary>
    Vector = 2,

    /// <summary>Scalar arithmetic, addresses and control flow.</summary>
    Scalar = 3,

    /// <summary>Pooling, transposition and layout operations of the compute unit.</summary>
    Layout = 4,

    /// <summary>Fixed start overhead of a vector or tensor instruction.</summary>
    ComputeStart = 5,

    /// <summary>Copy between memories of the chip, at the width of its path.</summary>
    OnChipCopy = 6,

    /// <summary>Fixed start overhead of a transfer.</summary>
    DmaStart = 7,

    /// <summary>Overhead of each segment of a strided transfer, and of address generation.</summary>
    DmaSegment = 8,

    /// <summary>Waiting because all outstanding requests of a transfer engine are in flight.</summary>
    DmaOutstanding = 9,

    /// <summary>Waiting for the acknowledge of a write that blocks.</summary>
    WriteAcknowledge = 10,

    /// <summary>Reading a line of which only a part is written.</summary>
    ReadModifyWrite = 11,

    /// <summary>Device-memory data bus busy.</summary>
    DramBandwidth = 12,

    /// <summary>Closing and opening rows of device memory.</summary>
    DramRowMiss = 13,

    /// <summary>Device-memory refresh.</summary>
    DramRefresh = 14,

    /// <summary>Turning the device-memory bus between reading and writing.</summary>
    DramTurnaround = 15,

    /// <summary>Unloaded latency of a device-memory access.</summary>
    DramLatency = 16,

    /// <summary>Device-memory controller queue full.</summary>
    DramQueueFull = 17,

    /// <summary>Port between a cluster (or a core) and the network saturated.</summary>
    PortBandwidth = 18,

    /// <summary>A link of the on-chip network or between dies saturated.</summary>
    NetworkBandwidth = 19,

    /// <summary>Unloaded latency of the network.</summary>
    NetworkLatency = 20,

    /// <summary>Last-level cache saturated.</summary>
    CacheBandwidth = 21,

    /// <summary>Latency of a hit in the last-level cache.</summary>
    CacheLatency = 22,

    /// <summary>Shared SRAM port saturated.</summary>
    SramBandwidth = 23,

    /// <summary>Bank conflict in shared SRAM.</summary>
    SramConflict = 24,

    /// <summary>Waiting for a register that an earlier instruction has not written yet.</summary>
    RegisterHazard = 25,

    /// <summary>Instruction fetch and decode.</summary>
    Decode = 26,

    /// <summary>Decode blocked because the instruction's queue is full.</summary>
    QueueFull = 27,

    /// <summary>Waiting for the other queues of the same core (sync, or the end of a blocking instruction).</summary>
    Sync = 28,

    /// <summary>Waiting for other cores at a barrier.</summary>
    Barrier = 29,

    /// <summary>Waiting for a semaphore.</summary>
    Semaphore = 30,

    /// <summary>Launching a kernel or a task.</summary>
    Launch = 31,

    /// <summary>Finishing a kernel: draining writes and reporting the end.</summary>
    Drain = 32,

    /// <summary>Idle because a union of clusters waits until enough of them are free together.</summary>
    UnionFragmentation = 33,

    /// <summary>Idle because the other tasks of the kernel still run (load imbalance).</summary>
    Imbalance = 34,

    /// <summary>Allocating device memory.</summary>
    Allocation = 35,

    /// <summary>Copy between host and device.</summary>
    HostCopy = 36,

    /// <summary>An operator that the host computes.</summary>
    HostOperator = 37,

    /// <summary>Host-side overhead of submitting work.</summary>
    HostSubmit = 38,

    /// <summary>Waiting for the consumer of produced data (no credit).</summary>
    BackPressure = 39,

    /// <summary>Waiting for the producer of data (no token).</summary>
    InputWait = 40,

    /// <summary>Loading a configuration or a program.</summary>
    ProgramLoad = 41,

    /// <summary>Bank of a cache busy with other accesses, or with the other words of the same one.</summary>
    CacheConflict = 42,

    /// <summary>A miss that cannot be taken: no register for another line on its way, none left to wait with, all lines of the set wait for data, or no room in the write-back buffer.</summary>
    CacheMissLimit = 43,

    /// <summary>Translating an address: look-ups, page walks and waiting for a walker.</summary>
    Translation = 44,

    /// <summary>A page of unified memory that is on the host: the fault, and its way over the host link.</summary>
    PageMigration = 45,

    /// <summary>Reading or writing host memory over the host link, because the page is still there.</summary>
    RemoteAccess = 46,

    /// <summary>Ports of shared SRAM that others are served by meanwhile.</summary>
    SramArbitration = 47,
}
