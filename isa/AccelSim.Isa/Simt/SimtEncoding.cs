using System.Buffers.Binary;

namespace AccelSim.Isa.Simt;

/// <summary>
/// The 128-bit instruction word, one layout for every instruction: bits 9..0 opcode, 13..10 guard, 21..14 / 29..22 / 37..30 / 45..38 registers d, a, b, c,
/// 47..46 form of the flexible operand, 63..48 mode, 95..64 immediate, 98..96 predicate written, 102..99 and 106..103 predicates read, 127..107 control.
/// A word with a bit set in a field that its instruction does not use is illegal.
/// </summary>
public static class SimtEncoding
{
    /// <summary>Largest opcode number that fits.</summary>
    public const int MaxOpcode = 0x3ff;

    /// <summary>Encodes one instruction.</summary>
    /// <exception cref="ArgumentException">A field does not fit or is not used by the opcode.</exception>
    public static UInt128 Encode(in SimtInstruction instruction)
    {
        var row = SimtInstructionSet.Find((int)instruction.Opcode) ?? throw new ArgumentException($"opcode {instruction.Opcode} has no row");
        var low = (ulong)instruction.Opcode
            | ((ulong)instruction.Guard.Bits << 10)
            | ((ulong)instruction.D << 14)
            | ((ulong)instruction.A << 22)
            | ((ulong)instruction.B << 30)
            | ((ulong)instruction.C << 38)
            | ((ulong)instruction.Form << 46)
            | ((ulong)instruction.Mode << 48);
        var high = (uint)instruction.Immediate
            | ((ulong)instruction.P << 32)
            | ((ulong)instruction.Q.Bits << 35)
            | ((ulong)instruction.R.Bits << 39)
            | ((ulong)instruction.Control.Bits << 43);
        var word = new UInt128(high, low);
        return TryDecode(word, out var back) && back == instruction
            ? word
            : throw new ArgumentException($"{row.Template}: a field is out of range or not part of the instruction");
    }

    /// <summary>Decodes one word; false when it is not a legal instruction.</summary>
    public static bool TryDecode(UInt128 word, out SimtInstruction instruction)
    {
        instruction = default;
        var low = (ulong)word;
        var high = (ulong)(word >> 64);
        if (SimtInstructionSet.Find((int)(low & MaxOpcode)) is not { } row)
        {
            return false;
        }

        instruction = new SimtInstruction
        {
            Opcode = row.Opcode,
            Guard = new((byte)(low >> 10 & 15)),
            D = (byte)(low >> 14),
            A = (byte)(low >> 22),
            B = (byte)(low >> 30),
            C = (byte)(low >> 38),
            Form = (SimtForm)(low >> 46 & 3),
            Mode = (ushort)(low >> 48),
            Immediate = (int)(uint)high,
            P = (byte)(high >> 32 & 7),
            Q = new((byte)(high >> 35 & 15)),
            R = new((byte)(high >> 39 & 15)),
            Control = new((uint)(high >> 43)),
        };
        return instruction.Control.IsLegal && SimtInstructionRules.Problem(row, instruction) is null;
    }

    /// <summary>Decodes a kernel's code.</summary>
    /// <exception cref="InvalidDataException">The length is not a whole number of words, or a word is illegal.</exception>
    public static SimtInstruction[] DecodeAll(ReadOnlySpan<byte> code)
    {
        if (code.Length % SimtInstructionSet.InstructionBytes != 0)
        {
            throw new InvalidDataException($"code of {code.Length} bytes is not a whole number of {SimtInstructionSet.InstructionBytes}-byte instructions");
        }

        var instructions = new SimtInstruction[code.Length / SimtInstructionSet.InstructionBytes];
        for (var i = 0; i < instructions.Length; i++)
        {
            var word = BinaryPrimitives.ReadUInt128LittleEndian(code[(i * SimtInstructionSet.InstructionBytes)..]);
            if (!TryDecode(word, out instructions[i]))
            {
                throw new InvalidDataException($"instruction {i}: 0x{word:x32} is not a legal instruction");
            }
        }

        return instructions;
    }

    /// <summary>Encodes a kernel's code, little-endian words in order.</summary>
    public static byte[] EncodeAll(ReadOnlySpan<SimtInstruction> instructions)
    {
        var code = new byte[instructions.Length * SimtInstructionSet.InstructionBytes];
        for (var i = 0; i < instructions.Length; i++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(code.AsSpan(i * SimtInstructionSet.InstructionBytes), Encode(instructions[i]));
        }

        return code;
    }
}
