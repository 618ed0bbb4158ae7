namespace AccelSim.Tensors;

/// <summary>
/// Conversion between floating point and power-of-two fixed point: the stored integer q stands for q * 2^position.
/// A position of 0 is a plain integer conversion.
/// </summary>
public static class FixedPoint
{
    /// <summary>
    /// The integer nearest (in the given mode) to value / 2^position, saturated to the range of <paramref name="type"/>.
    /// NaN becomes 0; infinities saturate.
    /// </summary>
    public static long FromFloat(double value, ElementType type, int position, RoundingMode mode)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }

        var scaled = Rounding.ToIntegral(Math.ScaleB(value, -position), mode);
        return Saturate(scaled, type);
    }

    /// <summary>The real value of a stored integer: q * 2^position.</summary>
    public static double ToFloat(long stored, int position) => Math.ScaleB((double)stored, position);

    /// <summary>Clamps an integral value to the range of an integer type; an unsigned 64-bit result is its bit pattern.</summary>
    public static long Saturate(double integral, ElementType type)
    {
        var (min, max) = type.IntegerRange();
        if (integral <= (double)min)
        {
            return (long)min;
        }

        return integral >= (double)max ? unchecked((long)(ulong)(UInt128)max) : type == ElementType.UInt64 ? unchecked((long)(ulong)integral) : (long)integral;
    }

    /// <summary>Clamps an integer to the range of a (narrower) integer type.</summary>
    public static long Saturate(long value, ElementType type)
    {
        var (min, max) = type.IntegerRange();
        return (long)Int128.Clamp(value, min, Int128.Min(max, long.MaxValue));
    }
}
