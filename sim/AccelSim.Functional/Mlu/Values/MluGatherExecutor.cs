using System.Buffers.Binary;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Executes gather and scatter: pieces at byte offsets that are data, each checked against the memory's size.</summary>
internal static class MluGatherExecutor
{
    public static void Execute(in MluOperation operation, MluCoreMemory memory)
    {
        var gather = operation.Opcode == MluOpcode.Gather;
        var bytes = (int)operation[3];
        var far = memory.Of(operation.Instruction.Space);
        var dense = (int)(gather ? operation[0] : operation[1]);
        for (var piece = 0; piece < operation[4] && bytes > 0; piece++, dense += bytes)
        {
            var scattered = PieceAddress(operation, memory, piece);
            if (scattered < 0 || scattered > far.Length - bytes)
            {
                throw new MluDataException($"piece {piece} at {operation.Instruction.Space} byte {scattered} is outside its {far.Length} bytes");
            }

            var near = memory.Nram.AsSpan(dense, bytes);
            if (gather)
            {
                far.AsSpan((int)scattered, bytes).CopyTo(near);
            }
            else
            {
                near.CopyTo(far.AsSpan((int)scattered));
            }
        }
    }

    /// <summary>Byte address of a piece in the far memory.</summary>
    public static long PieceAddress(in MluOperation operation, MluCoreMemory memory, int piece) =>
        operation[operation.Opcode == MluOpcode.Gather ? 1 : 0] + BinaryPrimitives.ReadInt64LittleEndian(memory.Nram.AsSpan((int)operation[2] + (8 * piece)));
}
