using System.Numerics;
using AccelSim.Isa.Simt;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Simt;

/// <summary>Generates legal instructions straight from the table: every row, every spelling, any register group, form, guard and control bits.</summary>
internal static class SimtInstructionGenerator
{
    public static Gen<SimtInstruction> Any { get; } =
        from row in Gen.Elements(SimtInstructionSet.All.ToArray())
        from bits in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), 20)
        select Build(row, bits);

    /// <summary>Programs whose branches stay inside, ending with an exit.</summary>
    public static Gen<SimtInstruction[]> Program { get; } = Gen.Choose(1, 40).SelectMany(length => Gen.ArrayOf(Any, length).Select(Retarget));

    /// <summary>Where a group of registers may begin: registers are numbered from 1 in the word, <c>rz</c> is 0.</summary>
    public static int Alignment(int count) => count <= 1 ? 1 : (int)Math.Min(4, BitOperations.RoundUpToPowerOf2((uint)count));

    private static SimtInstruction[] Retarget(SimtInstruction[] program) =>
        [.. program.Select(instruction => SimtInstructionSet.Get(instruction.Opcode).Operands.Any(operand => operand.Kind == SimtOperandKind.Target)
            ? instruction with { Immediate = instruction.Immediate % program.Length }
            : instruction), new SimtInstruction { Opcode = SimtOpcode.Exit }];

    private static SimtInstruction Build(SimtInstructionDef row, int[] bits)
    {
        var next = 0;
        int Bits() => bits[next++ % bits.Length];
        var spellings = row.Spellings().ToArray();
        var converges = row.Operands.Any(operand => operand.Kind == SimtOperandKind.Convergence);
        var instruction = new SimtInstruction
        {
            Opcode = row.Opcode,
            Mode = spellings[Bits() % spellings.Length].Mode,
            Guard = new((byte)(Bits() is var guard && guard % 3 == 0 && !converges ? guard / 3 % 16 : 0)),
            Control = Bits() % 2 == 0 ? default : new(Bits() % 16, Bits() % 2 == 0, Barrier(Bits()), Barrier(Bits()), Bits() % 64, Bits() % 8),
        };
        foreach (var operand in row.Operands)
        {
            instruction = With(instruction, row, operand, Bits(), Bits());
        }

        return instruction;
    }

    private static int? Barrier(int bits) => bits % 7 == 0 ? null : bits % 7 - 1;

    private static SimtInstruction With(SimtInstruction instruction, SimtInstructionDef row, SimtOperand operand, int value, int choice)
    {
        switch (operand.Kind)
        {
            case SimtOperandKind.PredicateDestination: return instruction with { P = (byte)(value % 8) };
            case SimtOperandKind.PredicateSource: return operand.Slot == SimtSlot.Q ? instruction with { Q = new((byte)(value % 16)) } : instruction with { R = new((byte)(value % 16)) };
            case SimtOperandKind.Immediate or SimtOperandKind.Target: return instruction with { Immediate = value >> choice % 31 };
            case SimtOperandKind.Convergence or SimtOperandKind.NamedBarrier: return instruction with { D = (byte)(value % 16) };
            case SimtOperandKind.Special: return instruction with { Mode = (ushort)(value % SimtSpecialRegisters.Names.Count) };
            case SimtOperandKind.Flexible when choice % 3 == 1: return instruction with { Form = SimtForm.Immediate, Immediate = Signed(value, choice / 3) };
            case SimtOperandKind.Flexible when choice % 3 == 2:
                var bytes = 4 * operand.Registers;
                return instruction with { Form = SimtForm.Constant, Immediate = value % (SimtInstructionSet.ConstantBankBytes / bytes) * bytes };
            case SimtOperandKind.Address: instruction = instruction with { Immediate = Signed(value, choice) }; break;
        }

        var count = row.RegistersOf(operand, instruction.Mode);
        var first = value % 9 == 0 ? 0 : 1 + Alignment(count) * (value / 9 % ((SimtInstructionSet.MaxRegister - count) / Alignment(count) + 1));
        return operand.Slot switch
        {
            SimtSlot.D => instruction with { D = (byte)first },
            SimtSlot.A => instruction with { A = (byte)first },
            SimtSlot.B => instruction with { B = (byte)first },
            _ => instruction with { C = (byte)first },
        };
    }

    private static int Signed(int value, int choice) => (choice % 5) switch { 0 => 0, 1 => value, 2 => -1 - value, 3 => value % 256, _ => -(value % 256) };
}
