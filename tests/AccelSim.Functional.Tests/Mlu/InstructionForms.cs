using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

/// <summary>Every combination of types and memories that an instruction may be written with, with small operands.</summary>
internal static class InstructionForms
{
    public static IEnumerable<MluInstruction> Of(MluInstructionDef row)
    {
        var registers = default(MluRegisters);
        foreach (var operand in row.Operands.Where(operand => operand.Slot >= 0))
        {
            registers[operand.Slot] = (byte)(operand.Slot + 1);
        }

        IEnumerable<MluInstruction> forms = [new MluInstruction { Opcode = row.Opcode, Registers = registers }];
        foreach (var suffix in row.Suffixes)
        {
            forms = [.. forms.SelectMany(form => suffix.Allowed.Select(value => With(form, suffix.Field, value, suffix)))];
        }

        return forms;
    }

    /// <summary>Loads addresses 4 KB apart, and 2 into everything else; counts that have to agree do.</summary>
    public static IEnumerable<MluInstruction> Operands(MluInstructionDef row)
    {
        var address = 0L;
        foreach (var operand in row.Operands.Where(operand => operand.Slot >= 0))
        {
            var isAddress = operand.Name is "dst" or "src" or "a" or "b" or "mask" or "segment" or "table" or "kernel" or "partial" or "lhs" or "rhs" or "bias"
                or "weight" or "old" or "address" or "compare" or "offsets" or "index" || (operand.Name == "c" && row.Mnemonic is "vfma" or "vfms" or "vcfma");
            var value = isAddress ? address += 512 : operand.Name == "cluster" ? 0 : operand.Name is "segments" or "top" or "left" ? 1 : operand.Name == "pos" ? -1 : 2;
            var registers = default(MluRegisters);
            registers[0] = (byte)(operand.Slot + 1);
            yield return new MluInstruction { Opcode = MluOpcode.LoadImmediate, Registers = registers, Immediate = value };
        }
    }

    private static MluInstruction With(MluInstruction form, MluSuffixField field, string value, MluSuffix suffix) => field switch
    {
        MluSuffixField.Type0 => form with { Type0 = Enum.Parse<MluDataType>(value, ignoreCase: true) },
        MluSuffixField.Type1 => form with { Type1 = Enum.Parse<MluDataType>(value, ignoreCase: true) },
        MluSuffixField.Type2 => form with { Type2 = Enum.Parse<MluDataType>(value, ignoreCase: true) },
        MluSuffixField.Space => form with { Mode = (byte)Enum.Parse<MluSpace>(value, ignoreCase: true) },
        MluSuffixField.Async => form with { Flag = true },
        _ => form with { Mode = (byte)suffix.Allowed.IndexOf(value) },
    };
}
