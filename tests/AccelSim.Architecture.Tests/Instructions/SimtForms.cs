using AccelSim.Isa.Simt;

namespace AccelSim.Architecture.Tests.Instructions;

/// <summary>
/// Instructions that show how a row is encoded: every spelling of the mnemonic with different registers in every slot, and one of each of: an immediate,
/// a word of the constant bank, a guard with control bits.
/// </summary>
internal static class SimtForms
{
    public static IEnumerable<SimtInstruction> Of(SimtInstructionDef row)
    {
        foreach (var (_, mode) in row.Spellings())
        {
            yield return WithOperands(row, new SimtInstruction { Opcode = row.Opcode, Mode = mode });
        }

        var first = WithOperands(row, new SimtInstruction { Opcode = row.Opcode });
        if (row.Flexible is { } flexible)
        {
            var without = With(first, flexible.Slot, 0);
            yield return without with { Form = SimtForm.Immediate, Immediate = -5 };
            yield return without with { Form = SimtForm.Constant, Immediate = 24 };
        }

        var converges = row.Operands.Any(operand => operand.Kind == SimtOperandKind.Convergence);
        yield return first with { Guard = new(converges ? 0 : 7, !converges), Control = new(9, true, 0, 5, 0x2a, 5) };
    }

    private static SimtInstruction WithOperands(SimtInstructionDef row, SimtInstruction instruction)
    {
        foreach (var operand in row.Operands)
        {
            instruction = operand.Kind switch
            {
                SimtOperandKind.PredicateDestination => instruction with { P = 3 },
                SimtOperandKind.PredicateSource => operand.Slot == SimtSlot.Q ? instruction with { Q = new(2, true) } : instruction with { R = new(1, false) },
                SimtOperandKind.Immediate => instruction with { Immediate = 42 },
                SimtOperandKind.Target => instruction,
                SimtOperandKind.Convergence or SimtOperandKind.NamedBarrier => instruction with { D = 11 },
                SimtOperandKind.Special => instruction with { Mode = (ushort)SimtSpecialRegister.LaneId },
                SimtOperandKind.Address => With(instruction, operand.Slot, Number(operand.Slot)) with { Immediate = -64 },
                _ => With(instruction, operand.Slot, Number(operand.Slot)),
            };
        }

        return instruction;
    }

    /// <summary>Another register for every slot: r100, r4, r20, r236, all multiples of four, so that any group may begin there.</summary>
    private static byte Number(SimtSlot slot) => slot switch { SimtSlot.D => 101, SimtSlot.A => 5, SimtSlot.B => 21, _ => 237 };

    private static SimtInstruction With(SimtInstruction instruction, SimtSlot slot, byte register) => slot switch
    {
        SimtSlot.D => instruction with { D = register },
        SimtSlot.A => instruction with { A = register },
        SimtSlot.B => instruction with { B = register },
        _ => instruction with { C = register },
    };
}
