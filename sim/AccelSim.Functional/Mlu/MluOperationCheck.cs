using System.Numerics;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Refuses operand values that no operation can have, before anything is computed from them: negative addresses and sizes, sizes beyond any memory,
/// windows and strides of zero, transfers that would never end.
/// </summary>
internal static class MluOperationCheck
{
    /// <summary>Largest address or size: far above any device memory, small enough that products of a few sizes are caught by checked arithmetic.</summary>
    private const long Largest = 1L << 44;

    /// <summary>Most bytes one operation may move.</summary>
    private const long MostBytes = 1L << 37;

    private static readonly ulong[] SizeSlots = Masks(operand => !MayBeNegative(operand.Name));
    private static readonly ulong[] PositiveSlots = Masks(operand => operand.Name is "kh" or "kw" or "sx" or "sy" or "segment_n" or "table_n");

    /// <summary>What is wrong with the operand values, or null.</summary>
    public static string? Problem(in MluOperation operation, MluTask task)
    {
        var opcode = (int)operation.Opcode;
        for (var mask = SizeSlots[opcode]; mask != 0; mask &= mask - 1)
        {
            var slot = BitOperations.TrailingZeroCount(mask);
            if ((ulong)operation[slot] > Largest)
            {
                return $"operand '{Name(operation.Opcode, slot)}' is {operation[slot]}, outside 0 to {Largest}";
            }
        }

        for (var mask = PositiveSlots[opcode]; mask != 0; mask &= mask - 1)
        {
            var slot = BitOperations.TrailingZeroCount(mask);
            if (operation[slot] < 1)
            {
                return $"operand '{Name(operation.Opcode, slot)}' must be at least 1, not {operation[slot]}";
            }
        }

        return operation.Opcode == MluOpcode.Memcpy3D && operation.Instruction.Direction == MluDirection.Sram2Sram && (ulong)operation[11] >= (ulong)Math.Max(1, task.ClusterDim)
            ? $"destination cluster {operation[11]} is not one of the {Math.Max(1, task.ClusterDim)} clusters of the union"
            : null;
    }

    /// <summary>What is wrong with the amount of data, or null.</summary>
    public static string? Problem(in MluPattern pattern) =>
        checked(pattern.SegmentBytes * pattern.Count0 * pattern.Count1) > MostBytes ? $"{pattern.Segments} segments of {pattern.SegmentBytes} bytes are more than one operation can move" : null;

    private static bool MayBeNegative(string name) =>
        name is "scalar" or "cap" or "value" or "pos" or "cluster" || name.Contains("stride", StringComparison.Ordinal);

    private static string Name(MluOpcode opcode, int slot) => MluInstructionSet.Get(opcode).Operands.First(operand => operand.Slot == slot).Name;

    private static ulong[] Masks(Func<MluOperand, bool> belongs)
    {
        var masks = new ulong[MluEncoding.MaxOpcode + 1];
        foreach (var row in MluInstructionSet.All.Where(row => row.IsQueued))
        {
            foreach (var operand in row.Operands)
            {
                if (operand is { Kind: MluOperandKind.Source, Slot: >= 0 } && belongs(operand))
                {
                    masks[(int)row.Opcode] |= 1UL << operand.Slot;
                }
            }
        }

        return masks;
    }
}
