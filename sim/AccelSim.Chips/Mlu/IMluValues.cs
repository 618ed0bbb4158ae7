using AccelSim.Functional.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>Memory contents and the execution of operations on them, for runs that compute values. Timing alone needs none.</summary>
public interface IMluValues
{
    /// <summary>The sizes that programs may address, given those of the chip: no more than there is room for contents.</summary>
    MluMemorySizes Limit(MluMemorySizes sizes);

    /// <summary>The memories that a core reaches while it belongs to a union.</summary>
    /// <param name="cluster">Cluster of the chip.</param>
    /// <param name="core">Core inside it; <see cref="MluTask.MemoryCoreId"/> for the memory core.</param>
    /// <param name="firstCluster">First cluster of the union.</param>
    /// <param name="clusters">Clusters of the union; 1 for BLOCK.</param>
    MluCoreMemory Memory(int cluster, int core, int firstCluster, int clusters);

    /// <summary>Performs a queued operation; called once, in an order that respects every sync of the program.</summary>
    void Execute(MluProgram program, in MluOperation operation, MluCoreState state);
}
