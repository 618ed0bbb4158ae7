using System.Collections.Immutable;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Which queue of a core carries which instruction, and which of the three names of a <c>sync</c> waits for which queue; data of the chip file.</summary>
/// <param name="Queue">Number of the queue, from 0, of an instruction that is handed to one.</param>
/// <param name="Groups">For each queue the name that a <c>sync</c> uses for it.</param>
public sealed record MluQueueMap(Func<MluInstruction, int> Queue, ImmutableArray<MluSyncMask> Groups)
{
    /// <summary>
    /// The queues of MLU370 and later: vector and tensor share the compute queue, copies and fills that touch device memory go to IO-DMA, those between
    /// on-chip memories to Move-DMA. [mlu-ops BANG C guide ch. 4]
    /// </summary>
    public static MluQueueMap Standard { get; } = new(StandardQueue, [MluSyncMask.Io, MluSyncMask.Move, MluSyncMask.Compute]);

    private static int StandardQueue(MluInstruction instruction)
    {
        var row = MluInstructionSet.Get(instruction.Opcode);
        return row.Unit switch
        {
            MluUnit.Vector or MluUnit.Tensor => 2,
            _ => row.Timing switch
            {
                MluTiming.Copy => IsDevice(instruction.Direction.Source()) || IsDevice(instruction.Direction.Destination()) ? 0 : 1,
                MluTiming.Fill or MluTiming.GatherScatter => IsDevice(instruction.Space) ? 0 : 1,
                _ => 0,
            },
        };
    }

    private static bool IsDevice(MluSpace space) => space is MluSpace.Gdram or MluSpace.Ldram;
}
