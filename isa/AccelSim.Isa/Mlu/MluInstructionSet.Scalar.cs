namespace AccelSim.Isa.Mlu;

public static partial class MluInstructionSet
{
    private static IEnumerable<MluInstructionDef> Scalar()
    {
        MluInstructionDef Int(MluOpcode opcode, string mnemonic, string summary, MluTiming timing = MluTiming.ScalarAlu) =>
            Row(opcode, mnemonic, MluUnit.Scalar, timing, [], "=d a b?", summary);

        MluInstructionDef Flt(MluOpcode opcode, string mnemonic, string operands, MluTiming timing, string summary) =>
            Row(opcode, mnemonic, MluUnit.Scalar, timing, [Type0(Float)], operands, summary);

        yield return Row(MluOpcode.LoadImmediate, "li", MluUnit.Scalar, MluTiming.ScalarAlu, [], "=d #value", "d = value.");
        yield return Row(MluOpcode.Move, "mov", MluUnit.Scalar, MluTiming.ScalarAlu, [], "=d a", "d = a.");
        yield return Int(MluOpcode.Add, "add", "d = a + b.");
        yield return Int(MluOpcode.Sub, "sub", "d = a - b.");
        yield return Int(MluOpcode.Mul, "mul", "d = a * b, low 64 bits.", MluTiming.ScalarMul);
        yield return Int(MluOpcode.Div, "div", "d = a / b, toward zero; 0 when b is 0.", MluTiming.ScalarDiv);
        yield return Int(MluOpcode.Rem, "rem", "d = a mod b, sign of a; a when b is 0.", MluTiming.ScalarDiv);
        yield return Int(MluOpcode.Min, "min", "d = the smaller of a and b, signed.");
        yield return Int(MluOpcode.Max, "max", "d = the larger of a and b, signed.");
        yield return Int(MluOpcode.And, "and", "d = a & b.");
        yield return Int(MluOpcode.Or, "or", "d = a | b.");
        yield return Int(MluOpcode.Xor, "xor", "d = a ^ b.");
        yield return Int(MluOpcode.ShiftLeft, "shl", "d = a << (b mod 64).");
        yield return Int(MluOpcode.ShiftRight, "shr", "d = a >> (b mod 64), zeros in.");
        yield return Int(MluOpcode.ShiftRightArithmetic, "sar", "d = a >> (b mod 64), sign in.");
        yield return Int(MluOpcode.SetEqual, "seq", "d = 1 when a = b, else 0.");
        yield return Int(MluOpcode.SetNotEqual, "sne", "d = 1 when a != b, else 0.");
        yield return Int(MluOpcode.SetLess, "slt", "d = 1 when a < b signed, else 0.");
        yield return Int(MluOpcode.SetLessEqual, "sle", "d = 1 when a <= b signed, else 0.");
        yield return Row(MluOpcode.Select, "sel", MluUnit.Scalar, MluTiming.ScalarAlu, [], "=d condition a b", "d = condition != 0 ? a : b.");
        yield return Row(MluOpcode.MoveSpecial, "mv.sreg", MluUnit.Scalar, MluTiming.ScalarAlu, [], "=d %register", "d = a special register (task and place).");
        yield return Row(MluOpcode.LoadParameter, "ld.param", MluUnit.Scalar, MluTiming.ScalarAlu, [], "=d #index", "d = launch argument number index, a 64-bit word.");

        yield return Flt(MluOpcode.FloatAdd, "fadd", "=d a b", MluTiming.ScalarFloatAdd, "d = a + b, rounded to the type.");
        yield return Flt(MluOpcode.FloatSub, "fsub", "=d a b", MluTiming.ScalarFloatAdd, "d = a - b, rounded to the type.");
        yield return Flt(MluOpcode.FloatMul, "fmul", "=d a b", MluTiming.ScalarFloatMul, "d = a * b, rounded to the type.");
        yield return Flt(MluOpcode.FloatDiv, "fdiv", "=d a b", MluTiming.ScalarFloatDiv, "d = a / b, rounded to the type.");
        yield return Flt(MluOpcode.FloatMin, "fmin", "=d a b", MluTiming.ScalarFloatAdd, "d = the smaller of a and b.");
        yield return Flt(MluOpcode.FloatMax, "fmax", "=d a b", MluTiming.ScalarFloatAdd, "d = the larger of a and b.");
        yield return Flt(MluOpcode.FloatFma, "ffma", "=d a b c", MluTiming.ScalarFloatMul, "d = a * b + c, rounded once to the type.");
        yield return Flt(MluOpcode.FloatSqrt, "fsqrt", "=d a", MluTiming.ScalarFloatDiv, "d = square root of a.");
        yield return Flt(MluOpcode.FloatLess, "flt", "=d a b", MluTiming.ScalarFloatAdd, "d = 1 when a < b, else 0.");
        yield return Flt(MluOpcode.FloatEqual, "feq", "=d a b", MluTiming.ScalarFloatAdd, "d = 1 when a = b, else 0.");
        yield return Flt(MluOpcode.IntToFloat, "i2f", "=d a", MluTiming.ScalarFloatAdd, "d = the signed integer a as a float.");
        yield return Flt(MluOpcode.FloatToInt, "f2i", "=d a", MluTiming.ScalarFloatAdd, "d = the float a as a signed integer, toward zero, saturating.");
        yield return Row(MluOpcode.FloatConvert, "fcvt", MluUnit.Scalar, MluTiming.ScalarFloatAdd, [Type0(Float), Type1(Float)], "=d a",
            "d = a, converted from the second type to the first.");
        yield return Row(MluOpcode.ScalarLoad, "ld", MluUnit.Scalar, MluTiming.ScalarMemory, [SpaceSuffix("gdram", "ldram", "nram", "wram", "sram"), Type0(Movable)],
            "=d [address]", "d = the element at address: floats as their bit pattern, signed integers sign-extended.");
        yield return Row(MluOpcode.ScalarStore, "st", MluUnit.Scalar, MluTiming.ScalarMemory, [SpaceSuffix("gdram", "ldram", "nram", "wram", "sram"), Type0(Movable)],
            "a [address]", "Stores the low bits of a at address.");
    }
}
