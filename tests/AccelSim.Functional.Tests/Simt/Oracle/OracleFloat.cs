using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>Floating-point results of one thread: exact, then rounded once.</summary>
internal static class OracleFloat
{
    /// <summary>A result in the format of the operands; null where the opcode is no such operation.</summary>
    public static ulong? Of(string operation, FloatFormat format, ulong a, ulong b, ulong c)
    {
        var (x, y, z) = (ExactNumber.Read(a, format), ExactNumber.Read(b, format), ExactNumber.Read(c, format));
        return operation switch
        {
            "add" => ExactNumber.Add(x, y).Round(format),
            "sub" => ExactNumber.Add(x, y.Negated).Round(format),
            "mul" => ExactNumber.Multiply(x, y).Round(format),
            "fma" => ExactNumber.Add(ExactNumber.Multiply(x, y), z).Round(format),
            "min" => Extreme(x, y, a, b, format, -1),
            "max" => Extreme(x, y, a, b, format, 1),
            "abs" => a & ~(1UL << (format.Bits - 1)),
            "neg" => a ^ (1UL << (format.Bits - 1)),
            _ => null,
        };
    }

    public static bool Compares(SimtCompare how, int? order) => how switch
    {
        SimtCompare.Equal => order == 0,
        SimtCompare.NotEqual => order != 0,
        SimtCompare.Less => order < 0,
        SimtCompare.LessEqual => order <= 0,
        SimtCompare.Greater => order > 0,
        _ => order >= 0,
    };

    public static uint Special(SimtOpcode opcode, uint bits)
    {
        var x = BitConverter.UInt32BitsToSingle(bits);
        var result = opcode switch
        {
            SimtOpcode.Exp2F32 => (float)Math.Pow(2, x),
            SimtOpcode.Log2F32 => (float)Math.Log2(x),
            SimtOpcode.ReciprocalF32 => 1f / x,
            SimtOpcode.ReciprocalSqrtF32 => (float)(1 / Math.Sqrt(x)),
            SimtOpcode.SqrtF32 => MathF.Sqrt(x),
            SimtOpcode.SinF32 => (float)Math.Sin(x),
            SimtOpcode.CosF32 => (float)Math.Cos(x),
            SimtOpcode.TanhF32 => (float)Math.Tanh(x),
            _ => throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "not a special function"),
        };
        return float.IsNaN(result) ? 0x7fffffff : BitConverter.SingleToUInt32Bits(result);
    }

    /// <summary>The result of a conversion, in the low 32 bits where it has 32.</summary>
    public static ulong Convert(in SimtInstruction i, ulong a, ulong b)
    {
        var single = ExactNumber.Read((uint)a, FloatFormat.F32);
        var high = i.Mode == 1;
        return i.Opcode switch
        {
            SimtOpcode.ConvertF32S32 => ExactNumber.Of((int)(uint)a).Round(FloatFormat.F32),
            SimtOpcode.ConvertF32U32 => ExactNumber.Of((uint)a).Round(FloatFormat.F32),
            SimtOpcode.ConvertF64S32 => ExactNumber.Of((int)(uint)a).Round(FloatFormat.F64),
            SimtOpcode.ConvertS32F32 => (uint)(int)Whole(single, i.Mode, int.MinValue, int.MaxValue),
            SimtOpcode.ConvertU32F32 => (uint)Whole(single, i.Mode, 0, uint.MaxValue),
            SimtOpcode.ConvertS8F32 => (uint)(int)Whole(single, 0, -128, 127),
            SimtOpcode.ConvertS32F64 => (uint)(int)Whole(ExactNumber.Read(a, FloatFormat.F64), i.Mode, int.MinValue, int.MaxValue),
            SimtOpcode.RoundF32 => Integral(single, i.Mode).Round(FloatFormat.F32),
            SimtOpcode.ConvertF16x2F32 => single.Round(FloatFormat.F16) | (ExactNumber.Read((uint)b, FloatFormat.F32).Round(FloatFormat.F16) << 16),
            SimtOpcode.ConvertBF16x2F32 => single.Round(FloatFormat.BF16) | (ExactNumber.Read((uint)b, FloatFormat.F32).Round(FloatFormat.BF16) << 16),
            SimtOpcode.ConvertF32F16 => ExactNumber.Read(high ? (uint)a >> 16 : (ushort)a, FloatFormat.F16).Round(FloatFormat.F32),
            SimtOpcode.ConvertF32BF16 => (high ? (uint)a >> 16 : (ushort)a) << 16,
            SimtOpcode.ConvertF64F32 => single.Round(FloatFormat.F64),
            SimtOpcode.ConvertF32F64 => ExactNumber.Read(a, FloatFormat.F64).Round(FloatFormat.F32),
            _ => throw new ArgumentOutOfRangeException(nameof(i), i.Opcode, "not a conversion"),
        };
    }

    private static ulong Extreme(ExactNumber x, ExactNumber y, ulong a, ulong b, FloatFormat format, int wanted)
    {
        if (ExactNumber.Compare(x, y) is not { } order)
        {
            return x.Kind != ExactNumber.Kinds.NotANumber ? a : y.Kind != ExactNumber.Kinds.NotANumber ? b : format.NotANumber;
        }

        // Of two zeros the negative one is the smaller.
        return order != 0 ? (order == wanted ? a : b) : x.Negative == wanted < 0 ? a : b;
    }

    private static ExactNumber Integral(ExactNumber x, ushort mode) =>
        x.Kind == ExactNumber.Kinds.Finite ? x with { Significand = x.ToWhole(0, Away(x, mode)), Exponent = 0 } : x;

    private static bool? Away(ExactNumber x, ushort mode) => (SimtRounding)mode switch
    {
        SimtRounding.NearestEven => null,
        SimtRounding.TowardZero => false,
        SimtRounding.Down => x.Negative,
        _ => !x.Negative,
    };

    private static long Whole(ExactNumber x, ushort mode, long least, long most)
    {
        if (x.Kind != ExactNumber.Kinds.Finite)
        {
            return x.Kind == ExactNumber.Kinds.NotANumber ? 0 : x.Negative ? least : most;
        }

        var whole = x.ToWhole(0, Away(x, mode)) * (x.Negative ? -1 : 1);
        return (long)BigInteger.Max(least, BigInteger.Min(most, whole));
    }
}
