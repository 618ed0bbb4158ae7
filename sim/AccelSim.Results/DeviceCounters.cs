using AccelSim.Results.Simt;

namespace AccelSim.Results;

/// <summary>What the cores of a device counted, under the names of the vendor's profiler; sums over cores.</summary>
public sealed record DeviceCounters
{
    /// <summary>Nothing counted.</summary>
    public static DeviceCounters Zero { get; } = new();

    /// <summary>Instructions decoded.</summary>
    public long Instructions { get; init; }

    /// <summary>Cycles the tensor units were busy (tp_core__lt_cycles).</summary>
    public long LtCycles { get; init; }

    /// <summary>Cycles the vector units were busy (tp_core__csimd_post_cycles).</summary>
    public long CtCycles { get; init; }

    /// <summary>Scalar instructions (tp_core__alu_cycles).</summary>
    public long AluCycles { get; init; }

    /// <summary>Cycles the move engines were busy (tp_core__mv_inst_cycles).</summary>
    public long MoveCycles { get; init; }

    /// <summary>Cycles the cores' engines read device memory (tp_core__dram_read_cycles).</summary>
    public long DramReadCycles { get; init; }

    /// <summary>Cycles the cores' engines wrote device memory (tp_core__dram_write_cycles).</summary>
    public long DramWriteCycles { get; init; }

    /// <summary>Cycles the memory cores read device memory (tp_memcore__dram_read_cycles).</summary>
    public long MemoryCoreReadCycles { get; init; }

    /// <summary>Cycles the memory cores wrote device memory (tp_memcore__dram_write_cycles).</summary>
    public long MemoryCoreWriteCycles { get; init; }

    /// <summary>Bytes read from device memory.</summary>
    public long DramReadBytes { get; init; }

    /// <summary>Bytes written to device memory.</summary>
    public long DramWriteBytes { get; init; }

    /// <summary>Multiply-adds performed, padding of the matrix unit excluded.</summary>
    public long Macs { get; init; }

    /// <summary>Translation and pages shared with the host; null where the chip has neither.</summary>
    public VirtualMemoryCounters? VirtualMemory { get; init; }

    /// <summary>Multiprocessors, their warps and caches; null on chips without any.</summary>
    public SimtCounters? Simt { get; init; }

    /// <summary>Sum of two counts.</summary>
    public DeviceCounters Plus(DeviceCounters other) => new()
    {
        Instructions = Instructions + other.Instructions,
        LtCycles = LtCycles + other.LtCycles,
        CtCycles = CtCycles + other.CtCycles,
        AluCycles = AluCycles + other.AluCycles,
        MoveCycles = MoveCycles + other.MoveCycles,
        DramReadCycles = DramReadCycles + other.DramReadCycles,
        DramWriteCycles = DramWriteCycles + other.DramWriteCycles,
        MemoryCoreReadCycles = MemoryCoreReadCycles + other.MemoryCoreReadCycles,
        MemoryCoreWriteCycles = MemoryCoreWriteCycles + other.MemoryCoreWriteCycles,
        DramReadBytes = DramReadBytes + other.DramReadBytes,
        DramWriteBytes = DramWriteBytes + other.DramWriteBytes,
        Macs = Macs + other.Macs,
        VirtualMemory = VirtualMemory is { } own && other.VirtualMemory is { } added ? own.Plus(added) : VirtualMemory ?? other.VirtualMemory,
        Simt = Simt is { } warps && other.Simt is { } more ? warps.Plus(more) : Simt ?? other.Simt,
    };
}
