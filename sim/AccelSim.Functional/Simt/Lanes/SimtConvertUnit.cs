using System.Runtime.CompilerServices;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Functional.Simt;

/// <summary>Conversions between formats.</summary>
internal static class SimtConvertUnit
{
    /// <summary>Executes an instruction in some lanes; false where it is not one of this unit's.</summary>
    public static bool Execute(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        if (SimtInstructionSet.Get(i.Opcode).Unit != SimtUnit.Convert)
        {
            return false;
        }

        ref var a = ref warp.Row(i.A);
        var isPair = i.Opcode is SimtOpcode.ConvertF32F64 or SimtOpcode.ConvertS32F64;
        ref var aHigh = ref isPair ? ref warp.HighRow(i.A) : ref warp.Row(0);
        ref var b = ref warp.FlexibleRow(i, i.B);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            if ((lanes >> lane & 1) == 0)
            {
                continue;
            }

            var x = Unsafe.Add(ref a, lane);
            var wide = x | ((ulong)Unsafe.Add(ref aHigh, lane) << 32);
            switch (i.Opcode)
            {
                case SimtOpcode.ConvertF64F32: LaneMath.WritePair(warp, i.D, lane, lanes, NotANumber.Bits((double)Single(x))); break;
                case SimtOpcode.ConvertF64S32: LaneMath.WritePair(warp, i.D, lane, lanes, BitConverter.DoubleToUInt64Bits((int)x)); break;
                case SimtOpcode.ConvertS64S32: LaneMath.WritePair(warp, i.D, lane, lanes, (ulong)(long)(int)x); break;
                default: LaneMath.WriteWord(warp, i.D, lane, lanes, Word(i, x, Unsafe.Add(ref b, lane), wide)); break;
            }
        }

        return true;
    }

    private static uint Word(in SimtInstruction i, uint a, uint b, ulong wide) => i.Opcode switch
    {
        SimtOpcode.ConvertF32S32 => Bits((int)a),
        SimtOpcode.ConvertF32U32 => Bits(a),
        SimtOpcode.ConvertS32F32 => (uint)(int)Clamp(Integral(Single(a), i.Mode), int.MinValue, int.MaxValue),
        SimtOpcode.ConvertU32F32 => (uint)Clamp(Integral(Single(a), i.Mode), uint.MinValue, uint.MaxValue),
        SimtOpcode.RoundF32 => Bits((float)Integral(Single(a), i.Mode)),
        SimtOpcode.ConvertF16x2F32 => Half(a) | (Half(b) << 16),
        SimtOpcode.ConvertBF16x2F32 => Brain(a) | (Brain(b) << 16),
        SimtOpcode.ConvertF32F16 => Bits((float)BitConverter.UInt16BitsToHalf((ushort)(i.Mode == 0 ? a : a >> 16))),
        SimtOpcode.ConvertF32BF16 => i.Mode == 0 ? a << 16 : a & 0xffff0000,
        SimtOpcode.ConvertF32F64 => Bits((float)BitConverter.UInt64BitsToDouble(wide)),
        SimtOpcode.ConvertS32F64 => (uint)(int)Clamp(Integral(BitConverter.UInt64BitsToDouble(wide), i.Mode), int.MinValue, int.MaxValue),
        _ => (uint)(int)Clamp(Math.Round((double)Single(a), MidpointRounding.ToEven), sbyte.MinValue, sbyte.MaxValue),
    };

    private static float Single(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static uint Bits(float value) => NotANumber.Bits(value);

    private static uint Half(uint bits) => NotANumber.Bits((Half)Single(bits));

    private static uint Brain(uint bits) => NotANumber.Bits((BFloat16)Single(bits));

    private static double Integral(double value, ushort mode) => (SimtRounding)mode switch
    {
        SimtRounding.NearestEven => Math.Round(value, MidpointRounding.ToEven),
        SimtRounding.TowardZero => Math.Truncate(value),
        SimtRounding.Down => Math.Floor(value),
        _ => Math.Ceiling(value),
    };

    private static double Clamp(double value, double least, double most) => double.IsNaN(value) ? 0 : Math.Clamp(value, least, most);
}
