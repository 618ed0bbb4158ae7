using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Sees what a functional run does, in the order it does it. Tasks are numbered within a launch; tasks of the same union have the same gang number and
/// places counted from 0 inside it, memory cores after the compute cores of their cluster.
/// </summary>
public interface IMluRunObserver
{
    /// <summary>A kernel begins; everything before it has completed.</summary>
    void LaunchStarted(MluProgram program);

    /// <summary>Tasks that run together begin.</summary>
    /// <param name="gang">Number of the gang within the launch.</param>
    /// <param name="tasks">Tasks by place.</param>
    void GangStarted(int gang, ReadOnlySpan<MluTask> tasks);

    /// <summary>A core hands an operation to a queue. Called before the values change.</summary>
    /// <param name="place">Which core of the gang.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="memory">Memories of the core.</param>
    void Issued(int place, in MluOperation operation, MluCoreMemory memory);

    /// <summary>A core itself loads or stores.</summary>
    void ScalarAccess(int place, int pc, MluSpace space, long address, int bytes, bool isWrite);

    /// <summary>A core has waited for some of its queues.</summary>
    void Synchronised(int place, MluSyncMask queues);

    /// <summary>The cores at these places have met at a barrier, their queues drained.</summary>
    void BarrierPassed(ReadOnlySpan<int> places);

    /// <summary>A core has released a semaphore of its cluster, its queues drained.</summary>
    void SemaphoreReleased(int place, int cluster, int semaphore);

    /// <summary>A core has taken a semaphore of its cluster.</summary>
    void SemaphoreTaken(int place, int cluster, int semaphore);
}
