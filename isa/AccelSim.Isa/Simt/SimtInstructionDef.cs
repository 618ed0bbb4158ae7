using System.Collections.Immutable;

namespace AccelSim.Isa.Simt;

/// <summary>
/// One row of the instruction table: everything that encoder, decoder, assembler, disassembler, executor, timing model and documentation need to
/// know about an operation. Free of code, so that it can be printed and checked.
/// </summary>
/// <param name="Opcode">Number, stored in programs.</param>
/// <param name="Template">Mnemonic with the fields in braces where their spellings stand, <c>setp{compare}.s32</c>.</param>
/// <param name="Unit">Pipe it is issued to.</param>
/// <param name="Timing">Row of the timing table.</param>
/// <param name="Suffixes">Choices of the mnemonic in the order they are written.</param>
/// <param name="Operands">Operands in the order they are written.</param>
/// <param name="Summary">Meaning in one line.</param>
public sealed record SimtInstructionDef(
    SimtOpcode Opcode,
    string Template,
    SimtUnit Unit,
    SimtTiming Timing,
    ImmutableArray<SimtSuffix> Suffixes,
    ImmutableArray<SimtOperand> Operands,
    string Summary)
{
    /// <summary>Capability without which a chip lacks the instruction; null where all have it.</summary>
    public string? Needs { get; init; }

    /// <summary>Lanes of the warps it is defined for; 0 where any width will do.</summary>
    public int WarpWidth { get; init; }

    /// <summary>True where the word holds an immediate, offset or target in some form.</summary>
    public bool HasImmediate { get; } = Operands.Any(operand =>
        operand.Kind is SimtOperandKind.Flexible or SimtOperandKind.Address or SimtOperandKind.Immediate or SimtOperandKind.Target);

    /// <summary>The flexible operand; null where there is none.</summary>
    public SimtOperand? Flexible { get; } = Operands.FirstOrDefault(operand => operand.Kind == SimtOperandKind.Flexible);

    /// <summary>Bits of the mode field in use.</summary>
    public int ModeBits { get; } = Suffixes.Sum(suffix => suffix.Bits) + (Operands.Any(operand => operand.Kind == SimtOperandKind.Special) ? SpecialBits : 0);

    /// <summary>Bits of the mode field that number a special register.</summary>
    public const int SpecialBits = 5;

    /// <summary>The choice that an instruction made in a field; 0, the default, where the row has no such field.</summary>
    public int Choice(SimtField field, ushort mode)
    {
        foreach (var suffix in Suffixes)
        {
            if (suffix.Field == field)
            {
                return suffix.Of(mode);
            }
        }

        return 0;
    }

    /// <summary>Registers of 32 bits that an operand takes in an instruction with this mode.</summary>
    public int RegistersOf(SimtOperand operand, ushort mode)
    {
        ArgumentNullException.ThrowIfNull(operand);
        if (operand.Registers > 0)
        {
            return operand.Registers;
        }

        foreach (var suffix in Suffixes)
        {
            switch (suffix.Field)
            {
                case SimtField.Width: return (SimtWidth)suffix.Of(mode) switch { SimtWidth.B64 => 2, SimtWidth.B128 => 4, _ => 1 };
                case SimtField.Matrices: return 1 << suffix.Of(mode);

                // 64 rows of sums of 32 bits over 128 lanes
                case SimtField.Columns: return SimtInstructionSet.ColumnStep * (suffix.Of(mode) + 1) / 2;
            }
        }

        return 1;
    }

    /// <summary>The mnemonic of an instruction with this mode.</summary>
    public string Mnemonic(ushort mode)
    {
        var text = Template;
        foreach (var suffix in Suffixes)
        {
            text = text.Replace(SimtInstructionSet.Placeholder(suffix.Field), suffix.Values[suffix.Of(mode)], StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Every legal mnemonic with the mode it stands for, special registers aside.</summary>
    public IEnumerable<(string Mnemonic, ushort Mode)> Spellings()
    {
        var modes = new List<ushort> { 0 };
        foreach (var suffix in Suffixes)
        {
            modes = [.. modes.SelectMany(mode => Enumerable.Range(0, suffix.Values.Length).Select(choice => (ushort)(mode | (choice << suffix.Shift))))];
        }

        return modes.Select(mode => (Mnemonic(mode), mode));
    }
}
