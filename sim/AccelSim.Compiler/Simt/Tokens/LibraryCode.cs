using System.Numerics;
using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>Arithmetic as nvcc writes it where a kernel is compiled once for all sizes and without fast mathematics, instruction for instruction.</summary>
internal static class LibraryCode
{
    private const float Log2E = 1.44269504f;

    /// <summary>
    /// a / b and a mod b for numbers below 2^31, b in a register: the reciprocal in floating point, a step of Newton in integers, and two corrections.
    /// </summary>
    public static (Val Quotient, Val Remainder) DivRem(SimtKernelBuilder k, Val a, Reg b)
    {
        // 2^32 / b from below: the exponent is raised by 32, less what the roundings may have added
        var scaled = k.Do("add.s32", k.Do("rcp.f32", k.Do("cvt.f32.u32", b)), 0x0ffffffe);
        var estimate = k.Do("cvt.tz.u32.f32", scaled);
        var error = k.Do("mul.lo.s32", k.Do("sub.s32", Reg.Zero, b), estimate);
        var reciprocal = k.Do("add.s32", k.Do("mul.hi.u32", estimate, error), estimate);
        var quotient = k.Do("mul.hi.u32", k.InRegister(a), reciprocal);
        var rest = k.Do("mad.lo.s32", k.Do("sub.s32", Reg.Zero, quotient), b, k.InRegister(a));
        for (var correction = 0; correction < 2; correction++)
        {
            var isLarge = k.Test("setp.ge.and.u32", rest, b, Pred.Always);
            k.EmitIf(isLarge, "sub.s32", rest, rest, b);
            k.EmitIf(isLarge, "add.s32", quotient, quotient, 1);
        }

        return (quotient, rest);
    }

    /// <summary>
    /// a / b and a mod b for a below 2^31 by a multiplier that the host has computed (<c>IntDivider</c>, aten/src/ATen/cuda/detail/IntegerDivider.cuh): the same four
    /// instructions for every b.
    /// </summary>
    public static (Val Quotient, Val Remainder) DivRemByMagic(SimtKernelBuilder k, Val a, int b)
    {
        var shift = b == 1 ? 0 : BitOperations.Log2((uint)b - 1) + 1;
        var magic = (uint)((((1UL << 32) * ((1UL << shift) - (uint)b)) / (uint)b) + 1);
        var number = k.InRegister(a);
        var quotient = k.Do("shr.u32", k.Do("add.s32", k.Do("mul.hi.u32", number, unchecked((int)magic)), number), shift);
        return (quotient, k.Do("mad.lo.s32", quotient, -b, number));
    }

    /// <summary>e^x to the last bits: the integer part of x log2 e goes into the exponent, the rest through the special function unit.</summary>
    public static Reg Exp(SimtKernelBuilder k, Reg x)
    {
        // 1.5 * 2^23 shifts the integer part into the low bits
        var shifted = k.Do("fma.f32", k.Do("max.f32", k.Do("min.f32", x, 88f), -88f), Log2E, MathFloat(k, 12582912f));
        var whole = k.Do("sub.f32", shifted, 12582912f);
        var high = k.Do("fma.f32", whole, -0.693147182f, x);
        var power = k.Do("ex2.f32", k.Do("mul.f32", k.Do("fma.f32", whole, 1.90465421e-9f, high), Log2E));
        var exponent = k.Do("add.s32", k.Do("shl.b32", shifted, 23), 127 << 23);
        return k.Do("mul.f32", power, exponent);
    }

    /// <summary>a / b, correctly rounded in the middle of the range: the reciprocal and the quotient each improved by fused multiplications.</summary>
    public static Reg Divide(SimtKernelBuilder k, Reg a, Reg b)
    {
        var (estimate, negative) = (k.Do("rcp.f32", b), k.Do("neg.f32", b));
        var reciprocal = k.Do("fma.f32", estimate, k.Do("fma.f32", negative, estimate, MathFloat(k, 1f)), estimate);
        var quotient = k.Do("mul.f32", a, reciprocal);
        quotient = k.Do("fma.f32", k.Do("fma.f32", negative, quotient, a), reciprocal, quotient);
        return k.Do("fma.f32", k.Do("fma.f32", negative, quotient, a), reciprocal, quotient);
    }

    private static Reg MathFloat(SimtKernelBuilder k, float value) => k.Do("mov.b32", value);
}
