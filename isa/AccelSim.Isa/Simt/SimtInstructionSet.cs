using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AccelSim.Isa.Simt;

/// <summary>
/// The instruction set of the <c>simt</c> family as one declarative table: operations and names as in PTX, registers, predicates, convergence
/// barriers and control bits as in the machine code of Volta and later; where the real encoding is not public, ours is fixed here.
/// The rows are in the <c>SimtInstructionSet.*.cs</c> files.
/// </summary>
public static partial class SimtInstructionSet
{
    /// <summary>Number of the highest register: <c>r254</c>.</summary>
    public const int MaxRegister = 255;

    /// <summary>Number of the highest predicate: <c>p6</c>.</summary>
    public const int MaxPredicate = 7;

    /// <summary>Convergence barriers of a warp.</summary>
    public const int ConvergenceBarriers = 16;

    /// <summary>Barriers of a block.</summary>
    public const int NamedBarriers = 16;

    /// <summary>Most columns of a product of a warp group; their number is a multiple of <see cref="ColumnStep"/>.</summary>
    public const int MaxColumns = 256;

    /// <summary>Step between the numbers of columns of a product of a warp group.</summary>
    public const int ColumnStep = 8;

    /// <summary>Width of an instruction word in bytes.</summary>
    public const int InstructionBytes = 16;

    /// <summary>Bytes of the constant bank that launch arguments lie in, 8 bytes each.</summary>
    public const int ConstantBankBytes = 64 * 1024;

    /// <summary>All rows, in opcode order.</summary>
    public static ImmutableArray<SimtInstructionDef> All { get; } =
        [.. Control().Concat(Movement()).Concat(Integer()).Concat(FloatingPoint()).Concat(Lanes()).Concat(Memory()).Concat(Tensor()).Concat(WarpGroups()).OrderBy(row => row.Opcode)];

    private static readonly SimtInstructionDef?[] ByOpcode = IndexByOpcode();

    /// <summary>Every legal mnemonic, with its row and mode, for the assembler.</summary>
    public static FrozenDictionary<string, (SimtInstructionDef Row, ushort Mode)> ByMnemonic { get; } =
        All.SelectMany(row => row.Spellings().Select(spelling => (spelling.Mnemonic, Row: row, spelling.Mode)))
            .ToFrozenDictionary(entry => entry.Mnemonic, entry => (entry.Row, entry.Mode), StringComparer.Ordinal);

    /// <summary>The row of an opcode, or null when the number is not assigned.</summary>
    public static SimtInstructionDef? Find(int opcode) => (uint)opcode < (uint)ByOpcode.Length ? ByOpcode[opcode] : null;

    /// <summary>The row of an opcode.</summary>
    public static SimtInstructionDef Get(SimtOpcode opcode) => Find((int)opcode) ?? throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "no such row");

    /// <summary>How a field stands in a mnemonic's template.</summary>
    internal static string Placeholder(SimtField field) => "{" + field.ToString().ToLowerInvariant() + "}";

    private static SimtInstructionDef?[] IndexByOpcode()
    {
        var index = new SimtInstructionDef?[SimtEncoding.MaxOpcode + 1];
        foreach (var row in All)
        {
            index[(int)row.Opcode] = row;
        }

        return index;
    }

    // ---- shorthand for the rows ------------------------------------------------------------------------------------------------------

    private static ImmutableArray<string> ValuesOf(SimtField field) => field switch
    {
        SimtField.Width => [".u8", ".s8", ".u16", ".s16", ".b32", ".b64", ".b128"],
        SimtField.CopyWidth => [".b32", ".b64", ".b128"],
        SimtField.Fetch => ["", ".l2_64b", ".l2_128b"],
        SimtField.Cache => ["", ".cg", ".cs"],
        SimtField.Compare => [".eq", ".ne", ".lt", ".le", ".gt", ".ge"],
        SimtField.Combine => [".and", ".or", ".xor"],
        SimtField.Rounding => [".rn", ".tz", ".dn", ".up"],
        SimtField.Half => [".lo", ".hi"],
        SimtField.Segment => ["", ".w2", ".w4", ".w8", ".w16", ".w32", ".w64"],
        SimtField.Scope => [".cta", ".gpu", ".sys"],
        SimtField.Atomic => [".add.u32", ".add.f32", ".add.f16x2", ".min.s32", ".max.s32", ".min.u32", ".max.u32", ".and.b32", ".or.b32", ".xor.b32", ".exch.b32"],
        SimtField.Matrices => [".x1", ".x2", ".x4"],
        SimtField.Columns => [.. Enumerable.Range(1, MaxColumns / ColumnStep).Select(step => FormattableString.Invariant($"n{ColumnStep * step}"))],
        SimtField.Swizzle => ["", ".swizzle_128b", ".swizzle_64b", ".swizzle_32b"],
        _ => ["", ".trans"],
    };

    private static SimtInstructionDef Row(SimtOpcode opcode, string template, SimtUnit unit, SimtTiming timing, string operands, string summary)
    {
        var suffixes = ImmutableArray.CreateBuilder<SimtSuffix>();
        var shift = 0;
        foreach (var part in template.Split('{').Skip(1))
        {
            var field = Enum.Parse<SimtField>(part[..part.IndexOf('}', StringComparison.Ordinal)], ignoreCase: true);
            var suffix = new SimtSuffix(field, ValuesOf(field), shift);
            suffixes.Add(suffix);
            shift += suffix.Bits;
        }

        return new(opcode, template, unit, timing, suffixes.ToImmutable(), Operands(operands), summary);
    }

    /// <summary>
    /// Reads an operand list: <c>=d</c> destination, <c>+d</c> read and written, <c>a</c>, <c>b</c>, <c>c</c> sources, <c>b?</c> flexible, <c>=p</c> predicate written, <c>q</c> and <c>r</c>
    /// predicates read, <c>[a]</c> address, <c>(a)</c> address in shared memory, <c>#n</c> immediate, <c>@target</c>, <c>^b</c> convergence barrier, <c>&amp;b</c> barrier of the block, <c>%s</c> special
    /// register. <c>a:2</c> is a pair, <c>a:w</c> as many registers as the width, the matrices or the columns of the instruction ask for.
    /// </summary>
    private static ImmutableArray<SimtOperand> Operands(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Operand)];

    private static SimtOperand Operand(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var registers = colon < 0 ? 1 : word[colon + 1] == 'w' ? 0 : int.Parse(word.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
        var name = colon < 0 ? word : word[..colon];
        return name switch
        {
            "=p" => new(SimtOperandKind.PredicateDestination, "p", SimtSlot.P, 0),
            "q" => new(SimtOperandKind.PredicateSource, "q", SimtSlot.Q, 0),
            "r" => new(SimtOperandKind.PredicateSource, "r", SimtSlot.R, 0),
            "=d" => new(SimtOperandKind.Destination, "d", SimtSlot.D, registers),
            "+d" => new(SimtOperandKind.Accumulator, "d", SimtSlot.D, registers),
            _ => name[0] switch
            {
                '#' => new(SimtOperandKind.Immediate, name[1..], SimtSlot.None, 0),
                '@' => new(SimtOperandKind.Target, name[1..], SimtSlot.None, 0),
                '^' => new(SimtOperandKind.Convergence, name[1..], SimtSlot.D, 0),
                '&' => new(SimtOperandKind.NamedBarrier, name[1..], SimtSlot.D, 0),
                '%' => new(SimtOperandKind.Special, name[1..], SimtSlot.None, 0),
                '[' => new(SimtOperandKind.Address, name[1..^1], Slot(name[1]), registers),
                '(' => new(SimtOperandKind.SharedAddress, name[1..^1], Slot(name[1]), 1),
                _ when name[^1] == '?' => new(SimtOperandKind.Flexible, name[..^1], Slot(name[0]), registers),
                _ => new(SimtOperandKind.Source, name, Slot(name[0]), registers),
            },
        };
    }

    private static SimtSlot Slot(char name) => name switch { 'a' => SimtSlot.A, 'b' => SimtSlot.B, _ => SimtSlot.C };
}
