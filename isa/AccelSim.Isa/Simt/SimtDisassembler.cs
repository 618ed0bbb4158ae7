using System.Globalization;
using System.Text;

namespace AccelSim.Isa.Simt;

/// <summary>Prints instructions as assembly text that <see cref="SimtAssembler"/> turns back into the same bytes.</summary>
public static class SimtDisassembler
{
    /// <summary>One instruction, branch targets as <c>L</c> plus the instruction index.</summary>
    public static string Format(in SimtInstruction instruction)
    {
        var row = SimtInstructionSet.Get(instruction.Opcode);
        var text = new StringBuilder();
        if (!instruction.Guard.IsAlways)
        {
            text.Append('@').Append(instruction.Guard.ToString()).Append(' ');
        }

        text.Append(row.Mnemonic(instruction.Mode));
        for (var i = 0; i < row.Operands.Length; i++)
        {
            text.Append(i == 0 ? " " : ", ").Append(Operand(row.Operands[i], instruction));
        }

        if (instruction.Control.Bits != 0)
        {
            text.Append(' ').Append(Control(instruction.Control));
        }

        return text.ToString();
    }

    /// <summary>A kernel body with labels on their own lines; every line ends with a newline.</summary>
    public static string FormatBody(ReadOnlySpan<SimtInstruction> instructions)
    {
        var targets = new SortedSet<int>();
        foreach (ref readonly var instruction in instructions)
        {
            if (SimtInstructionSet.Get(instruction.Opcode).Operands.Any(operand => operand.Kind == SimtOperandKind.Target))
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

    /// <summary>The name of a register.</summary>
    public static string Register(byte number) => number == 0 ? "rz" : FormattableString.Invariant($"r{number - 1}");

    private static string Operand(SimtOperand operand, in SimtInstruction instruction)
    {
        var register = Register(SimtInstructionRules.Register(operand.Slot, instruction));
        var immediate = instruction.Immediate.ToString(CultureInfo.InvariantCulture);
        return operand.Kind switch
        {
            SimtOperandKind.Flexible => instruction.Form switch { SimtForm.Register => register, SimtForm.Immediate => immediate, _ => $"c[{immediate}]" },
            SimtOperandKind.PredicateDestination => new SimtPredicate(instruction.P).ToString(),
            SimtOperandKind.PredicateSource => (operand.Slot == SimtSlot.Q ? instruction.Q : instruction.R).ToString(),
            SimtOperandKind.Address => instruction.Immediate == 0 ? $"[{register}]" : $"[{register} + {immediate}]",
            SimtOperandKind.SharedAddress => $"[{register}]",
            SimtOperandKind.Immediate => immediate,
            SimtOperandKind.Target => "L" + immediate,
            SimtOperandKind.Convergence => FormattableString.Invariant($"b{instruction.D}"),
            SimtOperandKind.NamedBarrier => FormattableString.Invariant($"{instruction.D}"),
            SimtOperandKind.Special => SimtSpecialRegisters.Names[instruction.Mode],
            _ => register,
        };
    }

    private static string Control(SimtControl control)
    {
        var words = new List<string>();
        if (control.Stall != 0)
        {
            words.Add(FormattableString.Invariant($"stall={control.Stall}"));
        }

        if (control.Yield)
        {
            words.Add("yield=1");
        }

        if (control.WriteBarrier is { } write)
        {
            words.Add(FormattableString.Invariant($"wr={write}"));
        }

        if (control.ReadBarrier is { } read)
        {
            words.Add(FormattableString.Invariant($"rd={read}"));
        }

        if (control.WaitMask != 0)
        {
            words.Add(FormattableString.Invariant($"wait={control.WaitMask}"));
        }

        if (control.Reuse != 0)
        {
            words.Add(FormattableString.Invariant($"reuse={control.Reuse}"));
        }

        return "{" + string.Join(' ', words) + "}";
    }
}
