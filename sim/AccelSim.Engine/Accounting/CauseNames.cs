using System.Collections.Immutable;

namespace AccelSim.Engine;

/// <summary>What reports call each <see cref="Cause"/>, and in which group they show it.</summary>
public static class CauseNames
{
    private static readonly ImmutableArray<(Cause Cause, string Name, string Group)> Table =
    [
        (Cause.Idle, "idle", "idle"),
        (Cause.Tensor, "tensor", "compute"),
        (Cause.Vector, "vector", "compute"),
        (Cause.Scalar, "scalar", "compute"),
        (Cause.Layout, "layout", "compute"),
        (Cause.ComputeStart, "compute start-up", "compute"),
        (Cause.OnChipCopy, "on-chip copy", "on-chip memory"),
        (Cause.DmaStart, "DMA start", "transfer"),
        (Cause.DmaSegment, "DMA segments", "transfer"),
        (Cause.DmaOutstanding, "DMA outstanding limit", "transfer"),
        (Cause.WriteAcknowledge, "write acknowledge", "transfer"),
        (Cause.ReadModifyWrite, "read-modify-write", "transfer"),
        (Cause.DramBandwidth, "DRAM bandwidth", "DRAM"),
        (Cause.DramRowMiss, "DRAM row miss", "DRAM"),
        (Cause.DramRefresh, "DRAM refresh", "DRAM"),
        (Cause.DramTurnaround, "DRAM read/write turnaround", "DRAM"),
        (Cause.DramLatency, "DRAM latency", "DRAM"),
        (Cause.DramQueueFull, "DRAM queue full", "DRAM"),
        (Cause.PortBandwidth, "port bandwidth", "network"),
        (Cause.NetworkBandwidth, "network bandwidth", "network"),
        (Cause.NetworkLatency, "network latency", "network"),
        (Cause.CacheBandwidth, "cache bandwidth", "cache"),
        (Cause.CacheLatency, "cache latency", "cache"),
        (Cause.SramBandwidth, "SRAM bandwidth", "on-chip memory"),
        (Cause.SramConflict, "SRAM bank conflict", "on-chip memory"),
        (Cause.RegisterHazard, "register hazard", "issue"),
        (Cause.Decode, "decode", "issue"),
        (Cause.QueueFull, "queue full", "issue"),
        (Cause.Sync, "sync", "synchronisation"),
        (Cause.Barrier, "barrier", "synchronisation"),
        (Cause.Semaphore, "semaphore", "synchronisation"),
        (Cause.Launch, "launch", "launch"),
        (Cause.Drain, "drain", "launch"),
        (Cause.UnionFragmentation, "union fragmentation", "idle"),
        (Cause.Imbalance, "load imbalance", "idle"),
        (Cause.Allocation, "allocation", "host"),
        (Cause.HostCopy, "host copy", "host"),
        (Cause.HostOperator, "host operator", "host"),
        (Cause.HostSubmit, "host submit", "host"),
        (Cause.BackPressure, "back-pressure", "stream"),
        (Cause.InputWait, "input wait", "stream"),
        (Cause.ProgramLoad, "program load", "launch"),
        (Cause.CacheConflict, "cache bank conflict", "cache"),
        (Cause.CacheMissLimit, "cache miss limit", "cache"),
        (Cause.Translation, "address translation", "virtual memory"),
        (Cause.PageMigration, "page migration", "virtual memory"),
        (Cause.RemoteAccess, "remote access", "virtual memory"),
        (Cause.SramArbitration, "SRAM arbitration", "on-chip memory"),
    ];

    /// <summary>How many causes there are; values run from 0 to this, exclusive.</summary>
    public static int Count => Table.Length;

    /// <summary>All causes in numeric order.</summary>
    public static IEnumerable<Cause> All => Table.Select(row => row.Cause);

    /// <summary>Name shown to people and written to results, such as "DRAM row miss".</summary>
    public static string DisplayName(this Cause cause) => Table[(int)cause].Name;

    /// <summary>Group for coarse cycle stacks, such as "DRAM".</summary>
    public static string Group(this Cause cause) => Table[(int)cause].Group;
}
