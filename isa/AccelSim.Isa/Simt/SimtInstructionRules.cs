namespace AccelSim.Isa.Simt;

/// <summary>What makes an instruction legal: fields in range, register groups aligned, nothing set that the row does not use.</summary>
public static class SimtInstructionRules
{
    /// <summary>What is wrong with an instruction; null where nothing is.</summary>
    public static string? Problem(SimtInstructionDef row, in SimtInstruction instruction)
    {
        var used = default(Used);
        foreach (var operand in row.Operands)
        {
            var problem = operand.Kind switch
            {
                SimtOperandKind.Destination or SimtOperandKind.Accumulator or SimtOperandKind.Source or SimtOperandKind.Address or SimtOperandKind.SharedAddress =>
                    Group(operand, Register(operand.Slot, instruction), row.RegistersOf(operand, instruction.Mode)),
                SimtOperandKind.Flexible => Flexible(operand, instruction),
                SimtOperandKind.Convergence => instruction.D < SimtInstructionSet.ConvergenceBarriers ? null : "a convergence barrier is out of range (b0 to b15)",
                SimtOperandKind.NamedBarrier => instruction.D < SimtInstructionSet.NamedBarriers ? null : "a barrier of the block is out of range (0 to 15)",
                SimtOperandKind.Immediate => instruction.Immediate >= 0 ? null : $"operand '{operand.Name}' counts something and cannot be negative",
                SimtOperandKind.Special => instruction.Mode < SimtSpecialRegisters.Names.Count ? null : "no such special register",
                SimtOperandKind.Target => instruction.Immediate >= 0 ? null : "a branch target before the kernel",
                _ => null,
            };
            if (problem is not null)
            {
                return problem;
            }

            used.Mark(operand.Slot);
        }

        if (row.Operands.Length > 0 && row.Operands[0].Kind == SimtOperandKind.Convergence && !instruction.Guard.IsAlways)
        {
            return "a convergence barrier cannot be guarded: branch around it";
        }

        return Unused(row, instruction, used) ? "a field is set that the instruction does not use" : Choices(row, instruction.Mode);
    }

    /// <summary>The register number of a slot.</summary>
    public static byte Register(SimtSlot slot, in SimtInstruction instruction) => slot switch
    {
        SimtSlot.D => instruction.D,
        SimtSlot.A => instruction.A,
        SimtSlot.B => instruction.B,
        SimtSlot.C => instruction.C,
        _ => 0,
    };

    /// <summary>Groups of 2 and 4 registers begin at multiples; larger ones at multiples of 4; none goes beyond the last register. <c>rz</c> stands for any group.</summary>
    private static string? Group(SimtOperand operand, byte register, int count)
    {
        if (register == 0 || count <= 1)
        {
            return null;
        }

        var alignment = Math.Min(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count));
        return (register - 1) % alignment != 0
            ? $"operand '{operand.Name}' takes {count} registers and must begin at a multiple of {alignment}, not at r{register - 1}"
            : register + count - 1 > SimtInstructionSet.MaxRegister ? $"operand '{operand.Name}' takes {count} registers, beyond r254" : null;
    }

    private static string? Flexible(SimtOperand operand, in SimtInstruction instruction)
    {
        var register = Register(operand.Slot, instruction);
        switch (instruction.Form)
        {
            case SimtForm.Register:
                return instruction.Immediate == 0 ? Group(operand, register, operand.Registers) : "an immediate beside a register";
            case SimtForm.Immediate:
                return register == 0 ? null : "a register beside an immediate";
            case SimtForm.Constant:
                var bytes = 4 * operand.Registers;
                return register != 0 ? "a register beside a constant"
                    : (uint)instruction.Immediate > SimtInstructionSet.ConstantBankBytes - bytes ? $"the constant bank has no byte {instruction.Immediate}"
                    : instruction.Immediate % bytes != 0 ? $"c[{instruction.Immediate}] is misaligned: {bytes} bytes are read" : null;
            default:
                return "no such operand form";
        }
    }

    private static bool Unused(SimtInstructionDef row, in SimtInstruction instruction, Used used) =>
        (!used.D && instruction.D != 0) || (!used.A && instruction.A != 0) || (!used.B && instruction.B != 0) || (!used.C && instruction.C != 0)
        || (!used.P && instruction.P != 0) || (!used.Q && instruction.Q.Bits != 0) || (!used.R && instruction.R.Bits != 0)
        || (row.Flexible is null && instruction.Form != 0) || (!row.HasImmediate && instruction.Immediate != 0) || instruction.Mode >> row.ModeBits != 0;

    private static string? Choices(SimtInstructionDef row, ushort mode)
    {
        foreach (var suffix in row.Suffixes)
        {
            if (suffix.Of(mode) >= suffix.Values.Length)
            {
                return $"no such {suffix.Field}";
            }
        }

        return null;
    }

    private struct Used
    {
        public bool D, A, B, C, P, Q, R;

        public void Mark(SimtSlot slot)
        {
            switch (slot)
            {
                case SimtSlot.D: D = true; break;
                case SimtSlot.A: A = true; break;
                case SimtSlot.B: B = true; break;
                case SimtSlot.C: C = true; break;
                case SimtSlot.P: P = true; break;
                case SimtSlot.Q: Q = true; break;
                case SimtSlot.R: R = true; break;
            }
        }
    }
}
