using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>What the front end of a warp knows of an instruction without executing it; one entry per program counter.</summary>
/// <param name="Unit">Pipe it is issued to.</param>
/// <param name="Timing">Row of the timing table.</param>
/// <param name="D">Registers written.</param>
/// <param name="A">Registers of operand a.</param>
/// <param name="B">Registers of operand b.</param>
/// <param name="C">Registers of operand c, or those that are read and written.</param>
/// <param name="PredicatesRead">Bit n set: predicate number n is read.</param>
/// <param name="PredicatesWritten">Bit n set: predicate number n is written.</param>
/// <param name="LaneBytes">Bytes that a lane's memory access moves, of a bulk copy those of its smallest piece; 0 where it makes none.</param>
public readonly record struct SimtStaticInfo(
    SimtUnit Unit,
    SimtTiming Timing,
    SimtRegisterRange D,
    SimtRegisterRange A,
    SimtRegisterRange B,
    SimtRegisterRange C,
    byte PredicatesRead,
    byte PredicatesWritten,
    byte LaneBytes)
{
    /// <summary>Registers of a descriptor of a matrix in shared memory.</summary>
    public const int DescriptorRegisters = 2;

    /// <summary>Properties of an instruction, from its row.</summary>
    public static SimtStaticInfo Of(in SimtInstruction instruction)
    {
        var row = SimtInstructionSet.Get(instruction.Opcode);
        SimtRegisterRange d = default, a = default, b = default, c = default;
        var read = 1 << instruction.Guard.Number;
        var written = 0;
        foreach (var operand in row.Operands)
        {
            var count = (byte)row.RegistersOf(operand, instruction.Mode);
            switch (operand.Kind)
            {
                case SimtOperandKind.Destination: d = Range(instruction.D, count); break;
                case SimtOperandKind.Accumulator: c = d = Range(instruction.D, count); break;
                case SimtOperandKind.Source or SimtOperandKind.Address or SimtOperandKind.SharedAddress:
                case SimtOperandKind.Flexible when instruction.Form == SimtForm.Register:
                    switch (operand.Slot)
                    {
                        case SimtSlot.A: a = Range(instruction.A, count); break;
                        case SimtSlot.B: b = Range(instruction.B, count); break;
                        default: c = Range(instruction.C, count); break;
                    }

                    break;
                case SimtOperandKind.PredicateDestination: written |= 1 << instruction.P; break;
                case SimtOperandKind.PredicateSource: read |= 1 << (operand.Slot == SimtSlot.Q ? instruction.Q : instruction.R).Number; break;
            }
        }

        return new(row.Unit, row.Timing, d, a, b, c, (byte)(read & ~1), (byte)(written & ~1), (byte)Bytes(row, instruction));
    }

    private static SimtRegisterRange Range(byte first, byte count) => first == 0 ? default : new(first, count);

    private static int Bytes(SimtInstructionDef row, in SimtInstruction instruction) => row.Timing switch
    {
        SimtTiming.AsyncCopy => 4 << row.Choice(SimtField.CopyWidth, instruction.Mode),
        SimtTiming.GlobalAtomic or SimtTiming.SharedAtomic => instruction.Opcode == SimtOpcode.AtomicGlobal64 ? 8 : 4,
        SimtTiming.MatrixLoad or SimtTiming.BulkCopy => 16,
        SimtTiming.Mbarrier or SimtTiming.MbarrierWait => 8,
        _ => (SimtWidth)row.Choice(SimtField.Width, instruction.Mode) switch
        {
            _ when row.Unit != SimtUnit.LoadStore || row.Timing == SimtTiming.AsyncGroup => 0,
            SimtWidth.U8 or SimtWidth.S8 => 1,
            SimtWidth.U16 or SimtWidth.S16 => 2,
            SimtWidth.B32 => 4,
            SimtWidth.B64 => 8,
            _ => 16,
        },
    };
}
