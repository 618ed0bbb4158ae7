using System.Runtime.Intrinsics;
using AccelSim.Tensors;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Results of arithmetic that are not numbers have one bit pattern per format, whatever came in, as the PTX ISA says for fp32 (0x7fffffff) and 16 bits (0x7fff):
/// processors differ in which payload and sign they hand on, so the host's would not be the same on every machine.
/// </summary>
internal static class NotANumber
{
    private const uint Single = 0x7fffffff;
    private const ushort Narrow = 0x7fff;
    private const ulong Double = 0x7ff8000000000000;

    public static Vector256<uint> Bits(Vector256<float> value) =>
        Vector256.ConditionalSelect(Vector256.Equals(value, value).AsUInt32(), value.AsUInt32(), Vector256.Create(Single));

    public static uint Bits(float value) => float.IsNaN(value) ? Single : BitConverter.SingleToUInt32Bits(value);

    public static ulong Bits(double value) => double.IsNaN(value) ? Double : BitConverter.DoubleToUInt64Bits(value);

    public static ushort Bits(Half value) => Half.IsNaN(value) ? Narrow : BitConverter.HalfToUInt16Bits(value);

    public static ushort Bits(BFloat16 value) => float.IsNaN((float)value) ? Narrow : value.Bits;
}
