using System.Globalization;
using System.Text;

namespace AccelSim.Isa.Mlu;

/// <summary>Prints instructions as assembly text that <see cref="MluAssembler"/> turns back into the same bytes.</summary>
public static class MluDisassembler
{
    /// <summary>One instruction, branch targets as <c>L</c> plus the instruction index.</summary>
    public static string Format(in MluInstruction instruction)
    {
        var row = MluInstructionSet.Get(instruction.Opcode);
        var text = new StringBuilder(row.Mnemonic);
        foreach (var suffix in row.Suffixes)
        {
            AppendSuffix(text, suffix, instruction);
        }

        for (var i = 0; i < row.Operands.Length; i++)
        {
            text.Append(i == 0 ? " " : ", ");
            AppendOperand(text, row.Operands[i], instruction);
        }

        return text.ToString();
    }

    /// <summary>A kernel body with labels on their own lines; every line ends with a newline.</summary>
    public static string FormatBody(ReadOnlySpan<MluInstruction> instructions)
    {
        var targets = new SortedSet<long>();
        foreach (ref readonly var instruction in instructions)
        {
            if (MluInstructionSet.Get(instruction.Opcode).Operands.Any(operand => operand.Kind == MluOperandKind.Target))
            {
                targets.Add(instruction.Immediate);
            }
        }

        var text = new StringBuilder();
        for (var i = 0; i <= instructions.Length; i++)
        {
            if (targets.Contains(i))
            {
                text.Append(CultureInfo.InvariantCulture, $"L{i}:\n");
            }

            if (i < instructions.Length)
            {
                text.Append("    ").Append(Format(instructions[i])).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void AppendSuffix(StringBuilder text, MluSuffix suffix, in MluInstruction instruction)
    {
        switch (suffix.Field)
        {
            case MluSuffixField.Type0: text.Append('.').Append(instruction.Type0.Suffix()); break;
            case MluSuffixField.Type1: text.Append('.').Append(instruction.Type1.Suffix()); break;
            case MluSuffixField.Type2: text.Append('.').Append(instruction.Type2.Suffix()); break;
            case MluSuffixField.Space: text.Append('.').Append(instruction.Space.ToString().ToLowerInvariant()); break;
            case MluSuffixField.Async: text.Append(instruction.Flag ? ".async" : ""); break;
            case MluSuffixField.SyncMask:
                for (var bit = 0; bit < suffix.Allowed.Length; bit++)
                {
                    text.Append((instruction.Mode >> bit & 1) != 0 ? "." + suffix.Allowed[bit] : "");
                }

                break;
            default: text.Append('.').Append(suffix.Allowed[instruction.Mode]); break;
        }
    }

    private static void AppendOperand(StringBuilder text, MluOperand operand, in MluInstruction instruction)
    {
        string Register(in MluInstruction from) => "r" + from.Registers[operand.Slot].ToString(CultureInfo.InvariantCulture);
        var immediate = instruction.Immediate.ToString(CultureInfo.InvariantCulture);
        text.Append(operand.Kind switch
        {
            MluOperandKind.SourceOrImmediate => instruction.Flag ? immediate : Register(instruction),
            MluOperandKind.Immediate => immediate,
            MluOperandKind.Target => "L" + immediate,
            MluOperandKind.Special => "%" + instruction.SpecialRegister.ToString().ToLowerInvariant(),
            MluOperandKind.Address => instruction.Immediate == 0 ? $"[{Register(instruction)}]" : $"[{Register(instruction)} + {immediate}]",
            _ => Register(instruction),
        });
    }
}
