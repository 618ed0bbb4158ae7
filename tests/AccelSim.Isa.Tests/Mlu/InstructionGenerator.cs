using AccelSim.Isa.Mlu;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Mlu;

/// <summary>Generates legal instructions straight from the table: every row, every allowed suffix, any register, any immediate.</summary>
internal static class InstructionGenerator
{
    private static readonly string[] Types = ["", .. MluDataTypes.Suffixes];

    public static Gen<MluInstruction> Any { get; } =
        from row in Gen.Elements(MluInstructionSet.All.ToArray())
        from bits in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), 32)
        select Build(row, bits);

    public static Gen<MluInstruction[]> Program { get; } = Gen.Choose(1, 40).SelectMany(length => Gen.ArrayOf(Any, length).Select(Retarget));

    private static MluInstruction[] Retarget(MluInstruction[] program) =>
        [.. program.Select((instruction, _) => MluInstructionSet.Get(instruction.Opcode).Operands.Any(operand => operand.Kind == MluOperandKind.Target)
            ? instruction with { Immediate = (long)((ulong)instruction.Immediate % (ulong)program.Length) }
            : instruction), new MluInstruction { Opcode = MluOpcode.Halt }];

    private static MluInstruction Build(MluInstructionDef row, int[] bits)
    {
        var next = 0;
        MluDataType type0 = 0, type1 = 0, type2 = 0;
        byte mode = 0;
        var flag = row.HasRegisterOrImmediate && bits[next++] % 2 == 0;
        foreach (var suffix in row.Suffixes)
        {
            var pick = suffix.Allowed[bits[next++] % suffix.Allowed.Length];
            switch (suffix.Field)
            {
                case MluSuffixField.Type0: type0 = (MluDataType)Array.IndexOf(Types, pick); break;
                case MluSuffixField.Type1: type1 = (MluDataType)Array.IndexOf(Types, pick); break;
                case MluSuffixField.Type2: type2 = (MluDataType)Array.IndexOf(Types, pick); break;
                case MluSuffixField.Async: flag = bits[next++] % 2 == 0; break;
                case MluSuffixField.SyncMask: mode = (byte)(bits[next++] % 8); break;
                case MluSuffixField.Space: mode = (byte)Enum.Parse<MluSpace>(pick, ignoreCase: true); break;
                default: mode = (byte)suffix.Allowed.IndexOf(pick); break;
            }
        }

        var registers = default(MluRegisters);
        long immediate = 0;
        foreach (var operand in row.Operands)
        {
            var value = bits[next++ % bits.Length];
            var wide = ((long)value << 33) ^ value;
            switch (operand.Kind)
            {
                case MluOperandKind.Special: mode = (byte)(value % 12); break;
                case MluOperandKind.SourceOrImmediate when flag: immediate = value % 3 == 0 ? -wide : wide; break;
                case MluOperandKind.Immediate: immediate = row.Opcode == MluOpcode.LoadParameter ? value % 256 : value % 3 == 0 ? -wide : wide; break;
                case MluOperandKind.Target: immediate = value % 1000; break;
                case MluOperandKind.Address: immediate = ((value % 4096) - 2048) * 8L; registers[operand.Slot] = (byte)(value % 64); break;
                default: registers[operand.Slot] = (byte)(value % 64); break;
            }
        }

        return new MluInstruction { Opcode = row.Opcode, Type0 = type0, Type1 = type1, Type2 = type2, Mode = mode, Flag = flag, Registers = registers, Immediate = immediate };
    }
}
