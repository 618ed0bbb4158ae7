using AccelSim.Functional.Simt;
using AccelSim.Tensors;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>Matrix elements as they lie in registers.</summary>
internal static class MatrixElement
{
    public static int Bits(SimtElement type) => type switch { SimtElement.S8 => 8, SimtElement.F16 or SimtElement.BF16 => 16, SimtElement.F64 => 64, _ => 32 };

    public static ulong ToBits(SimtElement type, double value) => type switch
    {
        SimtElement.F16 => BitConverter.HalfToUInt16Bits((Half)value),
        SimtElement.BF16 => ((BFloat16)(float)value).Bits,
        SimtElement.F32 => BitConverter.SingleToUInt32Bits((float)value),
        SimtElement.TF32 => BitConverter.SingleToUInt32Bits((float)value) & ~0x1fffu,
        SimtElement.F64 => BitConverter.DoubleToUInt64Bits(value),
        SimtElement.S8 => (byte)(sbyte)value,
        _ => (uint)(int)value,
    };

    public static double OfBits(SimtElement type, ulong bits) => type switch
    {
        SimtElement.F16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        SimtElement.BF16 => (float)new BFloat16((ushort)bits),
        SimtElement.F32 or SimtElement.TF32 => BitConverter.UInt32BitsToSingle((uint)bits),
        SimtElement.F64 => BitConverter.UInt64BitsToDouble(bits),
        SimtElement.S8 => (sbyte)bits,
        _ => (int)(uint)bits,
    };

    /// <summary>Puts element i of a lane's fragment that begins at a register, the low bits of a register first.</summary>
    public static void Put(SimtWarp warp, int register, int lane, int i, SimtElement type, double value)
    {
        var bits = ToBits(type, value);
        if (Bits(type) == 64)
        {
            warp.Register(register + (2 * i))[lane] = (uint)bits;
            warp.Register(register + (2 * i) + 1)[lane] = (uint)(bits >> 32);
            return;
        }

        var perRegister = 32 / Bits(type);
        warp.Register(register + (i / perRegister))[lane] |= (uint)bits << (i % perRegister * Bits(type));
    }

    public static double Get(SimtWarp warp, int register, int lane, int i, SimtElement type)
    {
        if (Bits(type) == 64)
        {
            return OfBits(type, warp.Register(register + (2 * i))[lane] | ((ulong)warp.Register(register + (2 * i) + 1)[lane] << 32));
        }

        var perRegister = 32 / Bits(type);
        return OfBits(type, warp.Register(register + (i / perRegister))[lane] >> (i % perRegister * Bits(type)));
    }
}
