using System.Globalization;
using System.Text;

namespace AccelSim.Isa.Mlu;

/// <summary>Writes <c>docs/isa-mlu.md</c> from the instruction table; a test insists that the committed file is current.</summary>
public static class MluIsaDocument
{
    /// <summary>The document as Markdown.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("""
            # Instruction set of the `mlu` family

            Generated from `isa/AccelSim.Isa/Mlu/MluInstructionSet*.cs`; edit the table, then run the tests with `ACCELSIM_UPDATE_GOLDEN=1`.

            A core has 64 general-purpose registers of 64 bits (`r0` reads as zero). Scalars run on the ALU; vector, tensor and copy instructions are
            handed to queues and complete later. Registers are interlocked by hardware; NRAM, WRAM and SRAM are not: `sync` and `barrier` order the queues.
            Addresses and sizes are registers, in bytes unless the text says elements.

            Encoding: 128-bit little-endian words. Bits 9..0 opcode; 13..10, 17..14, 21..18 data types; 26..22 mode; 27 flag (asynchronous, or immediate form);
            register slot s in bits 33+6s..28+6s; an immediate, offset or branch target in bits 127..64. All other bits are zero.

            A row that says "Needs x" is for chips whose file lists x among its capabilities; any use of `bf16` needs `bf16`.
            On chips without `anyVectorLength` the lengths `n` and `segment_n` of vector instructions must fill whole rows of the vector unit (128 bytes), counted
            in the type, or in the source type of `cvt`.

            Operands: `=d` is written, `?` marks a register or an immediate, `#` an immediate, `@` a label, `[a]` a register plus offset, `%` a special register.


            """);
        foreach (var unit in Enum.GetValues<MluUnit>())
        {
            text.Append(CultureInfo.InvariantCulture, $"## {unit}\n\n| opcode | instruction | operands | timing | meaning |\n| --- | --- | --- | --- | --- |\n");
            foreach (var row in MluInstructionSet.All.Where(row => row.Unit == unit))
            {
                text.Append(CultureInfo.InvariantCulture, $"| 0x{(int)row.Opcode:x3} | `{row.Mnemonic}`{Suffixes(row)} | {Operands(row)} | {row.Timing} | {row.Summary.Replace("|", "\\|", StringComparison.Ordinal)}{(row.Needs is { } needs ? $" Needs {needs}." : "")} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().Replace("\r", "", StringComparison.Ordinal).TrimEnd() + "\n";
    }

    private static string Suffixes(MluInstructionDef row) => string.Concat(row.Suffixes.Select(suffix => suffix.Field switch
    {
        MluSuffixField.Direction => " .*pair*",
        MluSuffixField.Async => " [.async]",
        MluSuffixField.SyncMask => " [" + string.Join("] [", suffix.Allowed.Select(name => "." + name)) + "]",
        _ when suffix.Allowed.Length > 8 => " .*type*",
        _ => " ." + string.Join("\\|", suffix.Allowed),
    }));

    private static string Operands(MluInstructionDef row) => string.Join(", ", row.Operands.Select(operand => operand.Kind switch
    {
        MluOperandKind.Destination => "=" + operand.Name,
        MluOperandKind.SourceOrImmediate => operand.Name + "?",
        MluOperandKind.Immediate => "#" + operand.Name,
        MluOperandKind.Target => "@" + operand.Name,
        MluOperandKind.Address => "[" + operand.Name + "]",
        MluOperandKind.Special => "%" + operand.Name,
        _ => operand.Name,
    }));
}
