using System.Collections.Immutable;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>The queues of a kind of core beside the scalar one, as the chip file describes them: what each feeds, and what a <c>sync</c> calls it.</summary>
internal sealed class CoreQueues
{
    private readonly ImmutableArray<QueueSpec> _queues;

    /// <summary>Reads the description.</summary>
    /// <param name="queues">All queues of the core.</param>
    /// <param name="engines">Its copy engines by name.</param>
    public CoreQueues(IReadOnlyList<QueueSpec> queues, IReadOnlyDictionary<string, DmaEngineSpec> engines)
    {
        Scalar = queues.First(queue => queue.Units.Contains(QueueRules.Scalar));
        _queues = [.. queues.Where(queue => queue != Scalar)];
        (Vector, Tensor) = (Feeding(QueueRules.Vector), Feeding(QueueRules.Tensor));
        var groups = new MluSyncMask[_queues.Length];
        foreach (var queue in (int[])[Vector, Tensor])
        {
            if (queue >= 0)
            {
                groups[queue] |= MluSyncMask.Compute;
            }
        }

        foreach (var (name, engine) in engines)
        {
            var queue = Feeding(name);

            // Older cores copy inside NRAM on the compute queue: there, sync.compute is what waits for it.
            groups[queue] |= engine.ReachesDevice ? MluSyncMask.Io : queue == Vector || queue == Tensor ? MluSyncMask.None : MluSyncMask.Move;
        }

        Groups = [.. groups];
    }

    /// <summary>The scalar queue.</summary>
    public QueueSpec Scalar { get; }

    /// <summary>The others, in the order of their numbers.</summary>
    public ImmutableArray<QueueSpec> Others => _queues;

    /// <summary>Number of the queue of vector instructions; -1 where there are none.</summary>
    public int Vector { get; }

    /// <summary>Number of the queue of tensor instructions; -1 where there are none.</summary>
    public int Tensor { get; }

    /// <summary>For each queue the names by which a <c>sync</c> waits for it.</summary>
    public ImmutableArray<MluSyncMask> Groups { get; }

    /// <summary>Number of the queue that feeds a unit or copy engine; -1 where none does.</summary>
    public int Feeding(string unit)
    {
        for (var i = 0; i < _queues.Length; i++)
        {
            if (_queues[i].Units.Contains(unit))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The queues, one bit each, that a <c>sync</c> of some names waits for.</summary>
    public int Mask(MluSyncMask names)
    {
        var mask = 0;
        for (var i = 0; i < Groups.Length; i++)
        {
            mask |= (Groups[i] & names) != 0 ? 1 << i : 0;
        }

        return mask;
    }
}
