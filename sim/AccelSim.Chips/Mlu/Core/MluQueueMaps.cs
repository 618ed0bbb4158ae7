using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// The queues of a chip as its file describes them, for the race detector. Memory cores carry each copy on the engine of the same name as compute
/// cores do, so one map serves both.
/// </summary>
public static class MluQueueMaps
{
    /// <summary>Which queue of a core carries which instruction, and what <c>sync</c> calls it.</summary>
    public static MluQueueMap Of(MluChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var queues = chip.Core.Queues.Where(queue => !queue.Units.Contains(QueueRules.Scalar)).ToList();
        int QueueOf(string unit) => Math.Max(0, queues.FindIndex(queue => queue.Units.Contains(unit)));
        int vector = QueueOf(QueueRules.Vector), tensor = QueueOf(QueueRules.Tensor);
        var groups = new MluSyncMask[queues.Count];
        groups[vector] |= MluSyncMask.Compute;
        groups[tensor] |= MluSyncMask.Compute;
        var byDirection = new int[MluDirections.Count];
        foreach (var (name, engine) in chip.Core.Dma.Concat(chip.MemoryCore is { } memoryCore ? memoryCore.Dma.AsEnumerable() : []))
        {
            var queue = QueueOf(name);
            var reachesDevice = engine.Paths.Keys.Any(path => path.From == "gdram" || path.To == "gdram");

            // Older cores copy inside NRAM on the compute queue: there, sync.compute is what waits for it.
            groups[queue] |= reachesDevice ? MluSyncMask.Io : queue == vector || queue == tensor ? MluSyncMask.None : MluSyncMask.Move;
            var widths = TransferPaths.Widths(engine);
            for (var direction = 0; direction < widths.Length; direction++)
            {
                byDirection[direction] = widths[direction] > 0 ? queue : byDirection[direction];
            }
        }

        return new MluQueueMap(
            instruction => MluInstructionSet.Get(instruction.Opcode) switch
            {
                { Unit: MluUnit.Dma } row => byDirection[(int)TransferPlan.Direction(instruction, row.Timing)],
                { Unit: MluUnit.Tensor } => tensor,
                { Unit: MluUnit.Vector } => vector,
                _ => 0,
            },
            [.. groups]);
    }
}
