using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Bit patterns of float constants, as vector instructions take them from registers.</summary>
internal static class FloatPattern
{
    /// <summary>The pattern of a value rounded to nearest even; values beyond the type become its largest finite value.</summary>
    public static long Of(MluDataType type, double value)
    {
        switch (type)
        {
            case MluDataType.F16:
                return BitConverter.HalfToUInt16Bits((Half)Math.Clamp(value, -65504, 65504));
            case MluDataType.BF16:
                var bits = BitConverter.SingleToUInt32Bits((float)Math.Clamp(value, -3.3895313892515355e38, 3.3895313892515355e38));
                return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
            default:
                return BitConverter.SingleToUInt32Bits((float)Math.Clamp(value, -float.MaxValue, float.MaxValue));
        }
    }
}
