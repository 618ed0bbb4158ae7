using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AccelSim.Isa.Mlu;

/// <summary>
/// The instruction set of the <c>mlu</c> family as one declarative table. It follows the intrinsics and assembly forms that Cambricon's public
/// headers show (LLVM BuiltinsMLISA.def, bang_*.h; mlu-ops BANG C guide); where the real encoding is unknown, ours is fixed here.
/// The rows are in the <c>MluInstructionSet.*.cs</c> files, one per unit.
/// </summary>
public static partial class MluInstructionSet
{
    /// <summary>General-purpose registers of a core, 64 bits each; <c>r0</c> reads as zero.</summary>
    public const int RegisterCount = 64;

    /// <summary>Semaphores of a cluster, numbered from 0.</summary>
    public const int SemaphoresPerCluster = 64;

    /// <summary>Width of an instruction word in bytes.</summary>
    public const int InstructionBytes = 16;

    private static readonly ImmutableArray<string> Float = ["f16", "bf16", "f32"];
    private static readonly ImmutableArray<string> Integer = ["i8", "i16", "i32"];
    private static readonly ImmutableArray<string> Numeric = ["f16", "bf16", "f32", "i8", "i16", "i32"];
    private static readonly ImmutableArray<string> AnyType = [.. MluDataTypes.Suffixes];
    private static readonly ImmutableArray<string> Movable = ["f16", "bf16", "f32", "i8", "i16", "i32", "i64", "u8", "u16", "u32"];

    /// <summary>All rows, in opcode order.</summary>
    public static ImmutableArray<MluInstructionDef> All { get; } =
        [.. Control().Concat(Scalar()).Concat(Movement()).Concat(Tensor()).Concat(Vector()).Concat(Layout()).OrderBy(row => row.Opcode)];

    private static readonly MluInstructionDef?[] ByOpcode = IndexByOpcode();

    /// <summary>Rows by mnemonic, for the assembler.</summary>
    public static FrozenDictionary<string, MluInstructionDef> ByMnemonic { get; } = All.ToFrozenDictionary(row => row.Mnemonic, StringComparer.Ordinal);

    /// <summary>The row of an opcode, or null when the number is not assigned.</summary>
    public static MluInstructionDef? Find(int opcode) => (uint)opcode < (uint)ByOpcode.Length ? ByOpcode[opcode] : null;

    /// <summary>The row of an opcode.</summary>
    public static MluInstructionDef Get(MluOpcode opcode) => ByOpcode[(int)opcode] ?? throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "no such row");

    private static MluInstructionDef?[] IndexByOpcode()
    {
        var index = new MluInstructionDef?[MluEncoding.MaxOpcode + 1];
        foreach (var row in All)
        {
            index[(int)row.Opcode] = row;
        }

        return index;
    }

    // ---- shorthand for the rows: an operand list written as words -------------------------------------------------------------------

    private static MluInstructionDef Row(MluOpcode opcode, string mnemonic, MluUnit unit, MluTiming timing, MluSuffix[] suffixes, string operands, string summary) =>
        new(opcode, mnemonic, unit, timing, [.. suffixes], Operands(operands), summary);

    /// <summary>Reads an operand list: <c>=name</c> destination register, <c>name</c> source register, <c>name?</c> register or immediate,
    /// <c>#name</c> immediate, <c>@name</c> branch target, <c>[name]</c> address, <c>%name</c> special register.</summary>
    private static ImmutableArray<MluOperand> Operands(string text)
    {
        var slot = 0;
        var list = ImmutableArray.CreateBuilder<MluOperand>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            list.Add(word[0] switch
            {
                '=' => new(MluOperandKind.Destination, word[1..], slot++),
                '#' => new(MluOperandKind.Immediate, word[1..], -1),
                '@' => new(MluOperandKind.Target, word[1..], -1),
                '%' => new(MluOperandKind.Special, word[1..], -1),
                '[' => new(MluOperandKind.Address, word[1..^1], slot++),
                _ when word[^1] == '?' => new(MluOperandKind.SourceOrImmediate, word[..^1], slot++),
                _ => new(MluOperandKind.Source, word, slot++),
            });
        }

        return list.ToImmutable();
    }

    private static MluSuffix Type0(ImmutableArray<string> allowed) => new(MluSuffixField.Type0, allowed);

    private static MluSuffix Type1(ImmutableArray<string> allowed) => new(MluSuffixField.Type1, allowed);

    private static MluSuffix Type2(ImmutableArray<string> allowed) => new(MluSuffixField.Type2, allowed);

    private static MluSuffix DirectionSuffix() => new(MluSuffixField.Direction, [.. MluDirections.Suffixes]);

    private static MluSuffix SpaceSuffix(params string[] spaces) => new(MluSuffixField.Space, [.. spaces]);

    private static MluSuffix RoundingSuffix() => new(MluSuffixField.Rounding, ["rn", "oz", "tz", "up", "dn"]);

    private static MluSuffix AsyncSuffix() => new(MluSuffixField.Async, ["async"]);
}
