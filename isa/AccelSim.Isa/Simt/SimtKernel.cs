using System.Collections.Immutable;

namespace AccelSim.Isa.Simt;

/// <summary>A kernel: its code, what a block of it needs and, for messages, where each instruction came from.</summary>
/// <param name="Name">Name.</param>
/// <param name="Parameters">Names of the launch arguments in order; argument i is at byte 8i of the constant bank.</param>
/// <param name="Instructions">Code.</param>
/// <param name="Lines">Source line of each instruction; empty when unknown.</param>
/// <param name="Registers">Registers of a thread: those the code names, or more where the source asks for more.</param>
/// <param name="SharedBytes">Bytes of shared memory of a block.</param>
/// <param name="LocalBytes">Bytes of local memory of a thread.</param>
public sealed record SimtKernel(
    string Name,
    ImmutableArray<string> Parameters,
    ImmutableArray<SimtInstruction> Instructions,
    ImmutableArray<int> Lines,
    int Registers,
    int SharedBytes,
    int LocalBytes)
{
    /// <summary>Registers that the code names: one more than the highest.</summary>
    public static int RegistersOf(IEnumerable<SimtInstruction> instructions) => instructions.Select(Highest).DefaultIfEmpty(0).Max();

    private static int Highest(SimtInstruction instruction)
    {
        var row = SimtInstructionSet.Get(instruction.Opcode);
        var highest = 0;
        foreach (var operand in row.Operands)
        {
            if (operand.Kind is SimtOperandKind.Destination or SimtOperandKind.Accumulator or SimtOperandKind.Source or SimtOperandKind.Flexible or SimtOperandKind.Address or SimtOperandKind.SharedAddress
                && SimtInstructionRules.Register(operand.Slot, instruction) is > 0 and var register)
            {
                highest = Math.Max(highest, register + row.RegistersOf(operand, instruction.Mode) - 1);
            }
        }

        return highest;
    }
}
