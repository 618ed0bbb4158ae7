using AccelSim.Tensors;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Rounding to odd on the way to a narrow format: an inexact result gets its last bit set, so that the rounding that follows sees on which side of a
/// tie it lies, as if there had been one rounding only (Boldo and Melquiond, 2008).
/// </summary>
internal static class OddRounding
{
    /// <summary>a + b in double, rounded to odd.</summary>
    public static double Sum(double a, double b)
    {
        var sum = a + b;

        // Knuth's exact error of a sum.
        var part = sum - a;
        var error = (a - (sum - part)) + (b - part);
        var bits = BitConverter.DoubleToInt64Bits(sum);
        return error == 0 || !double.IsFinite(error) || (bits & 1) != 0
            ? sum
            : BitConverter.Int64BitsToDouble(bits + ((error > 0) == (sum > 0) ? 1 : -1));
    }

    /// <summary>To bfloat16, nearest even.</summary>
    public static ushort ToBFloat16(double value)
    {
        var single = (float)value;
        var bits = BitConverter.SingleToUInt32Bits(single);
        if (!double.IsNaN(value) && single != value && (bits & 1) == 0)
        {
            bits = Math.Abs((double)single) < Math.Abs(value) ? bits + 1 : bits - 1;
        }

        return NotANumber.Bits((BFloat16)BitConverter.UInt32BitsToSingle(bits));
    }
}
