namespace AccelSim.Tensors;

/// <summary>A bfloat16 number: the upper half of an IEEE 754 binary32 (1 sign, 8 exponent, 7 stored significand bits).</summary>
/// <param name="Bits">The 16 bits as stored in memory.</param>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>Exact widening.</summary>
    public static explicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>Narrowing, to nearest, ties to even; a NaN stays a (quiet) NaN.</summary>
    public static explicit operator BFloat16(float value) => FromSingle(value, RoundingMode.NearestEven);

    /// <summary>Narrowing with a chosen rounding; a NaN stays a (quiet) NaN, an infinity stays infinite.</summary>
    public static BFloat16 FromSingle(float value, RoundingMode mode)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return new BFloat16((ushort)((bits >> 16) | 0x0040));
        }

        var negative = (int)bits < 0;
        var lower = bits & 0xFFFF;
        var upper = bits >> 16;
        if (float.IsInfinity(value) || lower == 0)
        {
            return new BFloat16((ushort)upper);
        }

        // Sign-magnitude: adding one moves away from zero, through to infinity where it overflows.
        var away = Rounding.AwayFromZero(mode, negative, (upper & 1) != 0, lower, 0x8000);
        return new BFloat16((ushort)(away ? upper + 1 : upper));
    }

    /// <inheritdoc/>
    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
