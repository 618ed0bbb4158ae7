using AccelSim.Engine;
using AccelSim.Isa.Mlu;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>What the cores of a cluster share: its SRAM and its semaphores.</summary>
/// <param name="number">Position on the chip.</param>
/// <param name="sram">Shared memory that serves whole accesses in order of arrival; null where the chip has none, or one with arbitration.</param>
/// <param name="arbitrated">Shared memory whose banks give their ports away cycle by cycle; null where the chip has none of that kind.</param>
internal sealed class MluCluster(int number, SharedSram? sram, ArbitratedSram? arbitrated)
{
    /// <summary>How many semaphores a cluster has.</summary>
    public const int SemaphoreCount = MluInstructionSet.SemaphoresPerCluster;

    /// <summary>Position on the chip.</summary>
    public int Number { get; } = number;

    /// <summary>Shared memory that answers at once when an access will end.</summary>
    public SharedSram? Sram { get; } = sram;

    /// <summary>Shared memory that tells later that an access has ended.</summary>
    public ArbitratedSram? Arbitrated { get; } = arbitrated;

    /// <summary>The time of each bank of its shared memory.</summary>
    public IReadOnlyList<Ledger> Banks => Sram?.Banks ?? Arbitrated?.Banks ?? [];

    /// <summary>Semaphore values.</summary>
    public long[] Semaphores { get; } = new long[SemaphoreCount];

    /// <summary>Compute cores in order, then the memory core if there is one.</summary>
    public List<MluCore> Cores { get; } = [];

    /// <summary>The memory core; null where there is none.</summary>
    public MluCore? MemoryCore { get; set; }

    /// <summary>A semaphore was released: whoever waits for it tries again, in order of core.</summary>
    public void WakeWaiters(long time, int node)
    {
        foreach (var core in Cores)
        {
            core.TrySemaphore(time, node);
        }
    }
}
