namespace AccelSim.Isa.Simt;

public static partial class SimtInstructionSet
{
    private static IEnumerable<SimtInstructionDef> Integer()
    {
        SimtInstructionDef Op(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.Integer, SimtTiming.Alu, operands, summary);

        SimtInstructionDef Wide(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.Integer, SimtTiming.AluWide, operands, summary);

        SimtInstructionDef Multiply(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.IntegerMultiply, SimtTiming.Multiply, operands, summary);

        SimtInstructionDef MultiplyWide(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.IntegerMultiply, SimtTiming.MultiplyWide, operands, summary);

        const string Two = "=d a b?";
        const string TwoWide = "=d:2 a:2 b?:2";
        yield return Op(SimtOpcode.AddS32, "add.s32", Two, "d = a + b, wrapping.");
        yield return Op(SimtOpcode.SubS32, "sub.s32", Two, "d = a - b, wrapping.");
        yield return Wide(SimtOpcode.AddS64, "add.s64", TwoWide, "d = a + b, 64 bits.");
        yield return Wide(SimtOpcode.SubS64, "sub.s64", TwoWide, "d = a - b, 64 bits.");
        yield return Op(SimtOpcode.MinS32, "min.s32", Two, "d = the smaller, signed.");
        yield return Op(SimtOpcode.MinU32, "min.u32", Two, "d = the smaller, unsigned.");
        yield return Op(SimtOpcode.MaxS32, "max.s32", Two, "d = the larger, signed.");
        yield return Op(SimtOpcode.MaxU32, "max.u32", Two, "d = the larger, unsigned.");
        yield return Op(SimtOpcode.AbsS32, "abs.s32", "=d a", "d = |a|; the most negative number stays.");
        yield return Op(SimtOpcode.And32, "and.b32", Two, "d = a and b, bit by bit.");
        yield return Op(SimtOpcode.Or32, "or.b32", Two, "d = a or b, bit by bit.");
        yield return Op(SimtOpcode.Xor32, "xor.b32", Two, "d = a exclusive-or b, bit by bit.");
        yield return Op(SimtOpcode.Not32, "not.b32", "=d a", "d = the complement of a.");
        yield return Op(SimtOpcode.ShiftLeft32, "shl.b32", Two, "d = a shifted left by b; 0 from 32 on.");
        yield return Op(SimtOpcode.ShiftRightU32, "shr.u32", Two, "d = a shifted right by b, zeros enter; 0 from 32 on.");
        yield return Op(SimtOpcode.ShiftRightS32, "shr.s32", Two, "d = a shifted right by b, the sign enters.");
        yield return Wide(SimtOpcode.ShiftLeft64, "shl.b64", "=d:2 a:2 b?", "d = a shifted left by b; 0 from 64 on.");
        yield return Wide(SimtOpcode.ShiftRightU64, "shr.u64", "=d:2 a:2 b?", "d = a shifted right by b, zeros enter; 0 from 64 on.");
        yield return Wide(SimtOpcode.ShiftRightS64, "shr.s64", "=d:2 a:2 b?", "d = a shifted right by b, the sign enters.");
        yield return Op(SimtOpcode.PopulationCount, "popc.b32", "=d a", "d = how many bits of a are set.");
        yield return Op(SimtOpcode.LeadingZeros, "clz.b32", "=d a", "d = how many zeros a begins with, 32 for 0.");
        yield return Op(SimtOpcode.BitReverse, "brev.b32", "=d a", "d = the bits of a in reverse order.");
        yield return Op(SimtOpcode.ExtractU32, "bfe.u32", Two, "d = the field of a that begins at bit b[7..0] and is b[15..8] bits long; bits beyond 31 are 0.");
        yield return Op(SimtOpcode.ExtractS32, "bfe.s32", Two, "As bfe.u32, the field's highest bit is its sign; bits beyond 31 are a's sign.");

        yield return Multiply(SimtOpcode.MulS32, "mul.lo.s32", Two, "d = the low 32 bits of a * b.");
        yield return Multiply(SimtOpcode.MulHighS32, "mul.hi.s32", Two, "d = the high 32 bits of the signed product.");
        yield return Multiply(SimtOpcode.MulHighU32, "mul.hi.u32", Two, "d = the high 32 bits of the unsigned product.");
        yield return MultiplyWide(SimtOpcode.MulWideS32, "mul.wide.s32", "=d:2 a b?", "d = the 64 bits of the signed product.");
        yield return MultiplyWide(SimtOpcode.MulWideU32, "mul.wide.u32", "=d:2 a b?", "d = the 64 bits of the unsigned product.");
        yield return Multiply(SimtOpcode.MadS32, "mad.lo.s32", "=d a b? c", "d = the low 32 bits of a * b + c.");
        yield return MultiplyWide(SimtOpcode.MadWideS32, "mad.wide.s32", "=d:2 a b? c:2", "d = the signed product of 64 bits + c.");
        yield return MultiplyWide(SimtOpcode.MadWideU32, "mad.wide.u32", "=d:2 a b? c:2", "d = the unsigned product of 64 bits + c.");
    }
}
