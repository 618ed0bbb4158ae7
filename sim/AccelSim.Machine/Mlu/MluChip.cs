using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>
/// A chip of the <c>mlu</c> family: clusters of in-order cores with software-managed scratchpads and asynchronous queues.
/// Also describes other NPUs of that kind (a cube with separate M, V and MTE queues, systolic arrays).
/// </summary>
public sealed record MluChip : ChipSpec, ICheckedRecord
{
    /// <summary>Range of <see cref="ChipSpec.Clock"/>; absent where it is fixed.</summary>
    [Untimed]
    public DvfsRange? Dvfs { get; init; }

    [Bounds(1, 1024)]
    public required int Clusters { get; init; }

    [Bounds(1, 64)]
    public required int CoresPerCluster { get; init; }

    /// <summary>Groups of clusters inside which memory access is uniform.</summary>
    [Bounds(1, 64)]
    public required int Quadrants { get; init; }

    /// <summary>Dies of the package; clusters are divided evenly.</summary>
    [Bounds(1, 16)]
    public required int Dies { get; init; }

    /// <summary>Most clusters one UNION task may span (a power of two).</summary>
    [Bounds(1, 1024)]
    public required int MaxUnion { get; init; }

    /// <summary>The compute core.</summary>
    public required CoreSpec Core { get; init; }

    /// <summary>The memory core of each cluster; absent where there is none.</summary>
    public MemoryCoreSpec? MemoryCore { get; init; }

    /// <summary>Memory shared by a cluster; absent where there is none.</summary>
    public SharedSramSpec? Sram { get; init; }

    /// <summary>Last-level cache; absent where there is none.</summary>
    public LastLevelCacheSpec? Llc { get; init; }

    /// <summary>Translation of device-memory addresses; absent where it costs nothing.</summary>
    public TranslationSpec? Translation { get; init; }

    /// <summary>Pages shared with the host; absent where all data is in device memory before it is used.</summary>
    public UnifiedMemorySpec? UnifiedMemory { get; init; }

    public required NetworkSpec Network { get; init; }

    public required LaunchSpec Launch { get; init; }

    /// <summary>Links to other chips; absent where there are none.</summary>
    public ChipLink? Link { get; init; }

    /// <summary>What its events cost; absent where energy is not modelled.</summary>
    [Untimed]
    public MluEnergySpec? Energy { get; init; }

    /// <inheritdoc/>
    public override string Family => "mlu";

    /// <inheritdoc/>
    public override ChipPeaks Peaks => MluPeaks.Of(this);

    /// <inheritdoc/>
    public override EnergyTable? EnergyTable => MluEnergy.TableOf(this);

    /// <inheritdoc/>
    public override AreaEstimate? AreaEstimate => MluArea.Of(this);

    /// <inheritdoc/>
    public override ImmutableArray<MemoryPeak> SharedMemories =>
        Sram is null ? [] : [new("cluster SRAM", "sram", new Bandwidth(Sram.PeakBytesPerCycle * Clusters * Clock.Hertz))];

    /// <summary>Compute cores of the chip.</summary>
    public int Cores => Clusters * CoresPerCluster;

    /// <summary>True where copy engines that share the port of a cluster differ in priority.</summary>
    public bool HasPriorities => Core.Dma.Values.Concat(MemoryCore?.Dma.Values ?? [])
        .Where(engine => engine.PassesPort)
        .Select(engine => engine.Priority ?? 0)
        .Distinct()
        .Skip(1)
        .Any();

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Dvfs is { } range && (Clock < range.Minimum || Clock > range.Maximum))
        {
            report("clock", $"is outside the dvfs range {range.Minimum} to {range.Maximum}");
        }

        if (Clusters % Dies != 0)
        {
            report("dies", $"does not divide the {Clusters} clusters evenly");
        }

        if (Clusters % Quadrants != 0)
        {
            report("quadrants", $"does not divide the {Clusters} clusters evenly");
        }

        if (!int.IsPow2(MaxUnion) || MaxUnion > Clusters)
        {
            report("maxUnion", $"must be a power of two and at most the {Clusters} clusters");
        }

        if (Dies > 1 && Network.DieLink is null)
        {
            report("network.dieLink", $"is required on a package of {Dies} dies");
        }

        HashSet<string> memories = [.. Core.Scratchpads.Keys, "gdram", "ldram"];
        if (Sram is not null)
        {
            memories.Add("sram");
        }

        QueueRules.CheckEngines(Core.Dma, memories, Dram.MinimumBurst, "core.dma", report);
        if (MemoryCore is { } memoryCore)
        {
            QueueRules.CheckEngines(memoryCore.Dma, memories, Dram.MinimumBurst, "memoryCore.dma", report);
        }

        if (Network.ClusterPort.StarvationBound is not null && !HasPriorities)
        {
            report("network.clusterPort.starvationBound", "acts only where copy engines differ in priority (core.dma, memoryCore.dma)");
        }

        if (Translation is { Walk: PageWalk.Memory } walked && Enumerable.Range(0, walked.Levels).Sum(level => walked.LevelBytes(Dram.Capacity.Bytes, level)) > Dram.Capacity.Bytes / 2)
        {
            report("translation.walk", $"needs more than half of the {Dram.Capacity} of device memory for its tables");
        }

        if (UnifiedMemory is { } unified)
        {
            if (unified.Capacity > Dram.Capacity)
            {
                report("unifiedMemory.capacity", $"is more than the {Dram.Capacity} of device memory");
            }

            if (unified.Page < Translation?.Page)
            {
                report("unifiedMemory.page", $"is less than the page of {Translation.Page} that is translated");
            }
        }

        if (Energy is { } energy)
        {
            MluEnergy.Check(this, energy, report);
        }
    }
}
