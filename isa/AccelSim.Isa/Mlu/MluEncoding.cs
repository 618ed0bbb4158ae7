using System.Buffers.Binary;

namespace AccelSim.Isa.Mlu;

/// <summary>
/// The 128-bit instruction word. One layout serves every instruction (docs/decisions/002-instruction-words.md):
/// bits 9..0 opcode, 13..10 / 17..14 / 21..18 data types, 26..22 mode, 27 flag, then 6-bit register slots from bit 28; an instruction with an
/// immediate uses at most six slots and keeps the immediate in bits 127..64. Unused bits are zero: a word with any other bit set is illegal.
/// </summary>
public static class MluEncoding
{
    /// <summary>Largest opcode number that fits.</summary>
    public const int MaxOpcode = 0x3ff;

    private const int SlotBase = 28;
    private const int SlotBits = 6;

    /// <summary>Encodes one instruction.</summary>
    /// <exception cref="ArgumentException">A field does not fit or is not used by the opcode.</exception>
    public static UInt128 Encode(in MluInstruction instruction)
    {
        var row = MluInstructionSet.Find((int)instruction.Opcode) ?? throw new ArgumentException($"opcode {instruction.Opcode} has no row");
        UInt128 word = (uint)instruction.Opcode
            | ((uint)instruction.Type0 << 10)
            | ((uint)instruction.Type1 << 14)
            | ((uint)instruction.Type2 << 18)
            | ((uint)instruction.Mode << 22)
            | (instruction.Flag ? 1u << 27 : 0);
        for (var slot = 0; slot < row.RegisterCount; slot++)
        {
            word |= (UInt128)instruction.Registers[slot] << (SlotBase + (SlotBits * slot));
        }

        word |= (UInt128)(ulong)instruction.Immediate << 64;
        if (!TryDecode(word, out var back) || back != instruction)
        {
            throw new ArgumentException($"{row.Mnemonic}: a field is out of range or not part of the instruction");
        }

        return word;
    }

    /// <summary>Decodes one word; false when it is not a legal instruction.</summary>
    public static bool TryDecode(UInt128 word, out MluInstruction instruction)
    {
        instruction = default;
        var header = (uint)word;
        var row = MluInstructionSet.Find((int)(header & MaxOpcode));
        if (row is null)
        {
            return false;
        }

        var registers = default(MluRegisters);
        for (var slot = 0; slot < row.RegisterCount; slot++)
        {
            registers[slot] = (byte)((uint)(word >> (SlotBase + (SlotBits * slot))) & 63);
        }

        var flag = (header >> 27 & 1) != 0;
        var immediate = row.HasImmediate ? (long)(ulong)(word >> 64) : 0;
        instruction = new MluInstruction
        {
            Opcode = row.Opcode,
            Type0 = (MluDataType)(header >> 10 & 15),
            Type1 = (MluDataType)(header >> 14 & 15),
            Type2 = (MluDataType)(header >> 18 & 15),
            Mode = (byte)(header >> 22 & 31),
            Flag = flag,
            Registers = registers,
            Immediate = immediate,
        };
        return (word & ~UsedBits(row)) == 0 && HeaderIsLegal(row, instruction) && ImmediateFormIsLegal(row, instruction);
    }

    /// <summary>Decodes a kernel's code.</summary>
    /// <exception cref="InvalidDataException">The length is not a whole number of words, or a word is illegal.</exception>
    public static MluInstruction[] DecodeAll(ReadOnlySpan<byte> code)
    {
        if (code.Length % MluInstructionSet.InstructionBytes != 0)
        {
            throw new InvalidDataException($"code of {code.Length} bytes is not a whole number of {MluInstructionSet.InstructionBytes}-byte instructions");
        }

        var instructions = new MluInstruction[code.Length / MluInstructionSet.InstructionBytes];
        for (var i = 0; i < instructions.Length; i++)
        {
            var word = BinaryPrimitives.ReadUInt128LittleEndian(code[(i * MluInstructionSet.InstructionBytes)..]);
            if (!TryDecode(word, out instructions[i]))
            {
                throw new InvalidDataException($"instruction {i}: 0x{word:x32} is not a legal instruction");
            }
        }

        return instructions;
    }

    /// <summary>Encodes a kernel's code, little-endian words in order.</summary>
    public static byte[] EncodeAll(ReadOnlySpan<MluInstruction> instructions)
    {
        var code = new byte[instructions.Length * MluInstructionSet.InstructionBytes];
        for (var i = 0; i < instructions.Length; i++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(code.AsSpan(i * MluInstructionSet.InstructionBytes), Encode(instructions[i]));
        }

        return code;
    }

    private static UInt128 UsedBits(MluInstructionDef row)
    {
        UInt128 mask = (1u << SlotBase) - 1;
        mask |= ((UInt128.One << (SlotBits * row.RegisterCount)) - 1) << SlotBase;
        return row.HasImmediate ? mask | ((UInt128)ulong.MaxValue << 64) : mask;
    }

    /// <summary>Every header field is either used and legal for the row, or zero.</summary>
    private static bool HeaderIsLegal(MluInstructionDef row, in MluInstruction instruction)
    {
        bool type0 = false, type1 = false, type2 = false, mode = false, flag = row.HasRegisterOrImmediate;
        foreach (var suffix in row.Suffixes)
        {
            switch (suffix.Field)
            {
                case MluSuffixField.Type0: type0 = true; if (!suffix.Allowed.Contains(SafeSuffix(instruction.Type0))) { return false; } break;
                case MluSuffixField.Type1: type1 = true; if (!suffix.Allowed.Contains(SafeSuffix(instruction.Type1))) { return false; } break;
                case MluSuffixField.Type2: type2 = true; if (!suffix.Allowed.Contains(SafeSuffix(instruction.Type2))) { return false; } break;
                case MluSuffixField.Async: flag = true; break;
                case MluSuffixField.SyncMask: mode = true; if (instruction.Mode > (byte)MluSyncMask.All) { return false; } break;
                case MluSuffixField.Space: mode = true; if (instruction.Mode > (byte)MluSpace.Sram || !suffix.Allowed.Contains(instruction.Space.ToString().ToLowerInvariant())) { return false; } break;
                default: mode = true; if (instruction.Mode >= suffix.Allowed.Length) { return false; } break;
            }
        }

        if (row.Operands.Any(operand => operand.Kind == MluOperandKind.Special))
        {
            mode = true;
            if (instruction.Mode > (byte)MluSpecialRegister.CoreDim)
            {
                return false;
            }
        }

        return (type0 || instruction.Type0 == 0) && (type1 || instruction.Type1 == 0) && (type2 || instruction.Type2 == 0)
            && (mode || instruction.Mode == 0) && (flag || !instruction.Flag);
    }

    private static string SafeSuffix(MluDataType type) => type <= MluDataType.U32 ? type.Suffix() : "?";

    /// <summary>Of register and immediate only the one that the flag selects may be set.</summary>
    private static bool ImmediateFormIsLegal(MluInstructionDef row, in MluInstruction instruction)
    {
        if (!row.HasRegisterOrImmediate)
        {
            return true;
        }

        var slot = row.Operands.First(operand => operand.Kind == MluOperandKind.SourceOrImmediate).Slot;
        return instruction.Flag ? instruction.Registers[slot] == 0 : instruction.Immediate == 0;
    }
}
