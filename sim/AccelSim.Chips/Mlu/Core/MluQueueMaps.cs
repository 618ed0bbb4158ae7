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
        var queues = new CoreQueues(chip.Core.Queues, chip.Core.Dma);
        var byDirection = new int[MluDirections.Count];
        foreach (var (name, engine) in chip.Core.Dma.Concat(chip.MemoryCore is { } memoryCore ? memoryCore.Dma.AsEnumerable() : []))
        {
            var widths = TransferPaths.Widths(engine);
            for (var direction = 0; direction < widths.Length; direction++)
            {
                byDirection[direction] = widths[direction] > 0 ? Math.Max(0, queues.Feeding(name)) : byDirection[direction];
            }
        }

        return new MluQueueMap(
            instruction => MluInstructionSet.Get(instruction.Opcode) switch
            {
                { Unit: MluUnit.Dma } row => byDirection[(int)TransferPlan.Direction(instruction, row.Timing)],
                { Unit: MluUnit.Tensor } => queues.Tensor,
                { Unit: MluUnit.Vector } => queues.Vector,
                _ => 0,
            },
            queues.Groups);
    }
}
