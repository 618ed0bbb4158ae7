using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Which task a core runs and where: the values of the special registers. [LLVM sreg builtins; mlu-ops guide: taskId = z*Dx*Dy + y*Dx + x]
/// </summary>
/// <param name="X">Task index along x.</param>
/// <param name="Y">Task index along y.</param>
/// <param name="Z">Task index along z.</param>
/// <param name="DimX">Tasks along x.</param>
/// <param name="DimY">Tasks along y.</param>
/// <param name="DimZ">Tasks along z.</param>
/// <param name="ClusterId">Cluster inside the union, from 0.</param>
/// <param name="ClusterDim">Clusters of the union; 0 for BLOCK.</param>
/// <param name="CoreId">Core inside the cluster, 0x80 for the memory core.</param>
/// <param name="CoreDim">Compute cores per cluster.</param>
public readonly record struct MluTask(int X, int Y, int Z, int DimX, int DimY, int DimZ, int ClusterId, int ClusterDim, int CoreId, int CoreDim)
{
    /// <summary>Core id of a cluster's memory core. [LLVM headers]</summary>
    public const int MemoryCoreId = 0x80;

    /// <summary>True on the memory core.</summary>
    public bool IsMemoryCore => CoreId == MemoryCoreId;

    /// <summary>Linear task number.</summary>
    public long Id => ((long)Z * DimX * DimY) + ((long)Y * DimX) + X;

    /// <summary>Reads a special register.</summary>
    public long Read(MluSpecialRegister register) => register switch
    {
        MluSpecialRegister.TaskId => Id,
        MluSpecialRegister.TaskIdX => X,
        MluSpecialRegister.TaskIdY => Y,
        MluSpecialRegister.TaskIdZ => Z,
        MluSpecialRegister.TaskDim => (long)DimX * DimY * DimZ,
        MluSpecialRegister.TaskDimX => DimX,
        MluSpecialRegister.TaskDimY => DimY,
        MluSpecialRegister.TaskDimZ => DimZ,
        MluSpecialRegister.ClusterId => ClusterId,
        MluSpecialRegister.ClusterDim => ClusterDim,
        MluSpecialRegister.CoreId => CoreId,
        _ => CoreDim,
    };

    /// <inheritdoc/>
    public override string ToString() => $"task {X},{Y},{Z} on core {(IsMemoryCore ? "memory" : CoreId)} of cluster {ClusterId}";
}
