using System.Collections.Immutable;
using System.Numerics;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>What the front end of a core knows of an instruction without executing it; one entry per program counter.</summary>
/// <param name="Unit">Hardware it needs.</param>
/// <param name="Timing">Row of the timing table.</param>
/// <param name="Reads">Bit r set: register r is read.</param>
/// <param name="Writes">Bit r set: register r is written.</param>
/// <param name="IsQueued">Handed to a queue.</param>
public readonly record struct MluStaticInfo(MluUnit Unit, MluTiming Timing, ulong Reads, ulong Writes, bool IsQueued);

/// <summary>A kernel prepared for execution: decoded instructions and their static properties, indexed by program counter.</summary>
public sealed class MluProgram
{
    private readonly MluInstruction[] _instructions;
    private readonly MluStaticInfo[] _info;

    /// <summary>Prepares a kernel.</summary>
    public MluProgram(MluKernel kernel)
    {
        Kernel = kernel;
        _instructions = [.. kernel.Instructions];
        _info = [.. kernel.Instructions.Select(Describe)];
        NeedsValues = MluControlSlice.DependsOnData(_instructions, _info);
    }

    /// <summary>The kernel this was made from.</summary>
    public MluKernel Kernel { get; }

    /// <summary>Instructions by program counter.</summary>
    public ReadOnlySpan<MluInstruction> Instructions => _instructions;

    /// <summary>Static properties by program counter.</summary>
    public ReadOnlySpan<MluStaticInfo> Info => _info;

    /// <summary>True when an address, a size or a branch may depend on tensor data, so that timing needs values too.</summary>
    public bool NeedsValues { get; }

    /// <summary>A position for messages: kernel, program counter, source line and instruction.</summary>
    public string Describe(int pc)
    {
        if ((uint)pc >= (uint)_instructions.Length)
        {
            return $"{Kernel.Name}+{pc} (outside the kernel)";
        }

        var line = pc < Kernel.Lines.Length ? $" (line {Kernel.Lines[pc]})" : "";
        return $"{Kernel.Name}+{pc}{line}: {_instructions[pc]}";
    }

    private static MluStaticInfo Describe(MluInstruction instruction)
    {
        var row = MluInstructionSet.Get(instruction.Opcode);
        ulong reads = 0, writes = 0;
        foreach (var operand in row.Operands)
        {
            var bit = operand.Slot >= 0 ? 1UL << instruction.Registers[operand.Slot] : 0;
            switch (operand.Kind)
            {
                case MluOperandKind.Destination: writes |= bit; break;
                case MluOperandKind.SourceOrImmediate: reads |= instruction.Flag ? 0 : bit; break;
                default: reads |= bit; break;
            }
        }

        return new MluStaticInfo(row.Unit, row.Timing, reads & ~1UL, writes & ~1UL, row.IsQueued);
    }

    /// <summary>Kernels of an assembly by name.</summary>
    public static ImmutableDictionary<string, MluProgram> Prepare(IEnumerable<MluKernel> kernels) =>
        kernels.ToImmutableDictionary(kernel => kernel.Name, kernel => new MluProgram(kernel), StringComparer.Ordinal);

    /// <summary>Register numbers in a mask, lowest first.</summary>
    public static IEnumerable<int> RegistersIn(ulong mask)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            yield return BitOperations.TrailingZeroCount(mask);
        }
    }
}
