using System.Collections.Immutable;

namespace AccelSim.Machine.Mlu;

/// <summary>The memory core of a cluster: runs the same program, moves data and joins barriers, computes nothing.</summary>
public sealed record MemoryCoreSpec : ICheckedRecord
{
    /// <summary>Instruction queues; units are <c>scalar</c> and the engines of <see cref="Dma"/>.</summary>
    public required ImmutableArray<QueueSpec> Queues { get; init; }

    /// <summary>Copy engines by name.</summary>
    public required ImmutableSortedDictionary<string, DmaEngineSpec> Dma { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report) => QueueRules.CheckUnits(Queues, [QueueRules.Scalar, .. Dma.Keys], report);
}
