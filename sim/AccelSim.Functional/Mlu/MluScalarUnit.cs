using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Scalar integer, floating-point and control-flow instructions. Floats live in the low bits of a register as their bit pattern.</summary>
internal static class MluScalarUnit
{
    public static bool Execute(in MluInstruction instruction, MluCoreState state)
    {
        var gpr = state.Gpr;
        var registers = instruction.Registers;
        if (instruction.Opcode is >= MluOpcode.Add and <= MluOpcode.SetLessEqual)
        {
            gpr[registers[0]] = Integer(instruction.Opcode, gpr[registers[1]], MluInterpreter.SecondOperand(gpr, instruction, 2));
            return true;
        }

        switch (instruction.Opcode)
        {
            case MluOpcode.Nop: break;
            case MluOpcode.Jump: state.Pc = (int)instruction.Immediate; break;
            case MluOpcode.JumpRegister: state.Pc = (int)Math.Clamp(gpr[registers[0]], -1, int.MaxValue); break;
            case MluOpcode.Call:
                gpr[registers[0]] = state.Pc;
                state.Pc = (int)instruction.Immediate;
                break;
            case MluOpcode.BranchEqual: Branch(state, instruction, gpr[registers[0]] == gpr[registers[1]]); break;
            case MluOpcode.BranchNotEqual: Branch(state, instruction, gpr[registers[0]] != gpr[registers[1]]); break;
            case MluOpcode.BranchLess: Branch(state, instruction, gpr[registers[0]] < gpr[registers[1]]); break;
            case MluOpcode.BranchGreaterEqual: Branch(state, instruction, gpr[registers[0]] >= gpr[registers[1]]); break;
            case MluOpcode.LoadImmediate: gpr[registers[0]] = instruction.Immediate; break;
            case MluOpcode.Move: gpr[registers[0]] = gpr[registers[1]]; break;
            case MluOpcode.Select: gpr[registers[0]] = gpr[registers[1]] != 0 ? gpr[registers[2]] : gpr[registers[3]]; break;
            case MluOpcode.MoveSpecial: gpr[registers[0]] = state.Task.Read(instruction.SpecialRegister); break;
            case MluOpcode.LoadParameter:
                var arguments = state.Arguments.Span;
                gpr[registers[0]] = instruction.Immediate >= 0 && instruction.Immediate < arguments.Length ? arguments[(int)instruction.Immediate] : 0;
                break;
            default: return Float(instruction, gpr);
        }

        return true;
    }

    private static void Branch(MluCoreState state, in MluInstruction instruction, bool taken) => state.Pc = taken ? (int)instruction.Immediate : state.Pc;

    private static long Integer(MluOpcode opcode, long a, long b) => opcode switch
    {
        MluOpcode.Add => a + b,
        MluOpcode.Sub => a - b,
        MluOpcode.Mul => a * b,
        MluOpcode.Div => b == 0 ? 0 : b == -1 ? -a : a / b,
        MluOpcode.Rem => b == 0 ? a : b == -1 ? 0 : a % b,
        MluOpcode.Min => Math.Min(a, b),
        MluOpcode.Max => Math.Max(a, b),
        MluOpcode.And => a & b,
        MluOpcode.Or => a | b,
        MluOpcode.Xor => a ^ b,
        MluOpcode.ShiftLeft => a << (int)(b & 63),
        MluOpcode.ShiftRight => (long)((ulong)a >> (int)(b & 63)),
        MluOpcode.ShiftRightArithmetic => a >> (int)(b & 63),
        MluOpcode.SetEqual => a == b ? 1 : 0,
        MluOpcode.SetNotEqual => a != b ? 1 : 0,
        MluOpcode.SetLess => a < b ? 1 : 0,
        _ => a <= b ? 1 : 0,
    };

    private static bool Float(in MluInstruction instruction, Span<long> gpr)
    {
        var registers = instruction.Registers;
        var type = instruction.Type0;
        double Value(int slot, Span<long> from) => MluScalarFloat.ToDouble(from[registers[slot]], type);
        switch (instruction.Opcode)
        {
            case MluOpcode.FloatAdd: Put(gpr, registers[0], type, Value(1, gpr) + Value(2, gpr)); break;
            case MluOpcode.FloatSub: Put(gpr, registers[0], type, Value(1, gpr) - Value(2, gpr)); break;
            case MluOpcode.FloatMul: Put(gpr, registers[0], type, Value(1, gpr) * Value(2, gpr)); break;
            case MluOpcode.FloatDiv: Put(gpr, registers[0], type, Value(1, gpr) / Value(2, gpr)); break;
            case MluOpcode.FloatMin: Put(gpr, registers[0], type, Math.Min(Value(1, gpr), Value(2, gpr))); break;
            case MluOpcode.FloatMax: Put(gpr, registers[0], type, Math.Max(Value(1, gpr), Value(2, gpr))); break;
            case MluOpcode.FloatFma:
                gpr[registers[0]] = type == MluDataType.F32
                    ? MluScalarFloat.Bits(MathF.FusedMultiplyAdd((float)Value(1, gpr), (float)Value(2, gpr), (float)Value(3, gpr)))
                    : MluScalarFloat.FromDouble(MluFusedExecutor.SumToOdd(Value(1, gpr) * Value(2, gpr), Value(3, gpr)), type);
                break;
            case MluOpcode.FloatSqrt: Put(gpr, registers[0], type, Math.Sqrt(Value(1, gpr))); break;
            case MluOpcode.FloatLess: gpr[registers[0]] = Value(1, gpr) < Value(2, gpr) ? 1 : 0; break;
            case MluOpcode.FloatEqual: gpr[registers[0]] = Value(1, gpr) == Value(2, gpr) ? 1 : 0; break;
            case MluOpcode.IntToFloat:
                // straight to single precision: through double a large integer would be rounded twice
                gpr[registers[0]] = type == MluDataType.F32 ? MluScalarFloat.Bits(gpr[registers[1]]) : MluScalarFloat.FromDouble(gpr[registers[1]], type);
                break;
            case MluOpcode.FloatToInt: gpr[registers[0]] = double.ConvertToInteger<long>(Math.Truncate(Value(1, gpr))); break;
            case MluOpcode.FloatConvert: Put(gpr, registers[0], type, MluScalarFloat.ToDouble(gpr[registers[1]], instruction.Type1)); break;
            default: return false;
        }

        return true;
    }

    // Double holds sums and products of two narrower floats closely enough that one more rounding gives the correctly rounded result.
    private static void Put(Span<long> gpr, int register, MluDataType type, double value) => gpr[register] = MluScalarFloat.FromDouble(value, type);
}

/// <summary>Bit patterns of scalar floats in registers.</summary>
public static class MluScalarFloat
{
    /// <summary>Value of a register's low bits.</summary>
    public static double ToDouble(long bits, MluDataType type) => type switch
    {
        MluDataType.F16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        MluDataType.BF16 => BitConverter.UInt32BitsToSingle((uint)(ushort)bits << 16),
        _ => BitConverter.UInt32BitsToSingle((uint)bits),
    };

    /// <summary>Bit pattern of a value rounded to nearest even in the type.</summary>
    public static long FromDouble(double value, MluDataType type) => type switch
    {
        MluDataType.F16 => BitConverter.HalfToUInt16Bits((Half)value),
        MluDataType.BF16 => BFloat16Bits(value),
        _ => Bits((float)value),
    };

    internal static long Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static long BFloat16Bits(double value)
    {
        if (double.IsNaN(value))
        {
            return 0x7fc0;
        }

        // round to odd in single precision first, so that the second rounding sees the right tie
        var single = (float)value;
        var bits = BitConverter.SingleToUInt32Bits(single);
        if (single != value && double.IsFinite(value) && float.IsFinite(single))
        {
            var towardZero = Math.Abs((double)single) > Math.Abs(value) ? bits - 1 : bits;
            bits = towardZero | 1;
        }

        return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    }
}
