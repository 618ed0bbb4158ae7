namespace AccelSim.Chips.Mlu;

/// <summary>What a core counted, named after the counters of Cambricon's profiler (CNPAPI PMU). Cycles are core cycles.</summary>
public struct MluCoreCounters
{
    /// <summary>Instructions decoded.</summary>
    public long Instructions;

    /// <summary>tp_core__lt_cycles: tensor unit busy.</summary>
    public long LtCycles;

    /// <summary>tp_core__csimd_post_cycles: vector unit busy.</summary>
    public long VectorCycles;

    /// <summary>tp_core__alu_cycles: scalar instructions issued.</summary>
    public long AluCycles;

    /// <summary>tp_core__mv_inst_cycles: move engine busy.</summary>
    public long MoveCycles;

    /// <summary>tp_core__dram_read_cycles: engine busy with transfers that read device memory.</summary>
    public long DramReadCycles;

    /// <summary>tp_core__dram_write_cycles: engine busy with transfers that write device memory.</summary>
    public long DramWriteCycles;

    /// <summary>tp_core__read_bytes: bytes read from device memory.</summary>
    public long DramReadBytes;

    /// <summary>tp_core__write_bytes: bytes written to device memory.</summary>
    public long DramWriteBytes;

    /// <summary>Multiply-accumulate operations.</summary>
    public long Macs;

    /// <summary>Adds another core's counts.</summary>
    public void Add(in MluCoreCounters other)
    {
        Instructions += other.Instructions;
        LtCycles += other.LtCycles;
        VectorCycles += other.VectorCycles;
        AluCycles += other.AluCycles;
        MoveCycles += other.MoveCycles;
        DramReadCycles += other.DramReadCycles;
        DramWriteCycles += other.DramWriteCycles;
        DramReadBytes += other.DramReadBytes;
        DramWriteBytes += other.DramWriteBytes;
        Macs += other.Macs;
    }
}
