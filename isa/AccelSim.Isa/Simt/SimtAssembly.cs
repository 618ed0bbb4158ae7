using System.Collections.Immutable;
using AccelSim.Isa.Assembly;

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
            if (operand.Kind is SimtOperandKind.Destination or SimtOperandKind.Source or SimtOperandKind.Flexible or SimtOperandKind.Address or SimtOperandKind.SharedAddress
                && SimtInstructionRules.Register(operand.Slot, instruction) is > 0 and var register)
            {
                highest = Math.Max(highest, register + row.RegistersOf(operand, instruction.Mode) - 1);
            }
        }

        return highest;
    }
}

/// <summary>Three extents of a grid or a block.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
/// <param name="Z">Along z.</param>
public readonly record struct SimtExtent(int X, int Y, int Z)
{
    /// <summary>Their product.</summary>
    public long Count => (long)X * Y * Z;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{X}x{Y}x{Z}");
}

/// <summary>One kernel launch of a program's host command stream.</summary>
/// <param name="Kernel">Kernel name.</param>
/// <param name="Grid">Blocks.</param>
/// <param name="Block">Threads of a block.</param>
/// <param name="SharedBytes">Bytes of shared memory of a block beside what the kernel declares.</param>
/// <param name="Arguments">Arguments in order.</param>
/// <param name="Repeat">How many times it is launched back to back.</param>
public sealed record SimtLaunch(string Kernel, SimtExtent Grid, SimtExtent Block, int SharedBytes, ImmutableArray<LaunchArgument> Arguments, int Repeat);

/// <summary>An assembled source: kernels, buffers and the launches to perform in order.</summary>
/// <param name="File">Name of the source.</param>
/// <param name="Kernels">Kernels in source order.</param>
/// <param name="Buffers">Buffers in source order.</param>
/// <param name="Launches">Launches in order.</param>
public sealed record SimtAssembly(string File, ImmutableArray<SimtKernel> Kernels, ImmutableArray<BufferDeclaration> Buffers, ImmutableArray<SimtLaunch> Launches)
{
    /// <summary>The kernel of a name.</summary>
    public SimtKernel Kernel(string name) => Kernels.First(kernel => kernel.Name == name);
}
