namespace AccelSim.Tensors;

/// <summary>The rounding decisions behind every narrowing conversion, written once.</summary>
public static class Rounding
{
    /// <summary>Rounds to an integral value in the given mode. NaN and infinities come back unchanged.</summary>
    public static double ToIntegral(double value, RoundingMode mode) => mode switch
    {
        RoundingMode.NearestEven => Math.Round(value, MidpointRounding.ToEven),
        RoundingMode.NearestAway => Math.Round(value, MidpointRounding.AwayFromZero),
        RoundingMode.TowardZero => Math.Truncate(value),
        RoundingMode.Down => Math.Floor(value),
        RoundingMode.Up => Math.Ceiling(value),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a rounding mode"),
    };

    /// <summary>Narrows to binary16 in the given mode; a NaN stays a NaN. Overflow gives an infinity or the largest finite value, whichever the mode's direction asks for.</summary>
    public static Half ToHalf(float value, RoundingMode mode)
    {
        var nearest = (Half)value;
        if (mode == RoundingMode.NearestEven || float.IsNaN(value) || float.IsInfinity(value) || (float)nearest == value)
        {
            return nearest;
        }

        var negative = value < 0;
        var magnitude = Math.Abs(value);
        // The largest half not above the magnitude; its successor is one step of the bit pattern.
        var below = BitConverter.HalfToUInt16Bits((Half)magnitude);
        if (float.IsInfinity((float)BitConverter.UInt16BitsToHalf(below)) || (float)BitConverter.UInt16BitsToHalf(below) > magnitude)
        {
            below--;
        }

        bool away;
        if (mode == RoundingMode.NearestAway)
        {
            // In double, so that neither the midpoint nor 65520 (half a step above the largest finite half) is rounded itself.
            double low = (float)BitConverter.UInt16BitsToHalf(below);
            var high = below == 0x7BFF ? 65536.0 : (float)BitConverter.UInt16BitsToHalf((ushort)(below + 1));
            away = magnitude >= (low + high) / 2;
        }
        else
        {
            away = mode == (negative ? RoundingMode.Down : RoundingMode.Up);
        }

        var bits = (ushort)((away ? below + 1 : below) | (negative ? 0x8000 : 0));
        return BitConverter.UInt16BitsToHalf(bits);
    }

    /// <summary>
    /// Whether a sign-magnitude number whose dropped part is <paramref name="dropped"/> (not zero) moves one step away from zero.
    /// </summary>
    /// <param name="mode">The rounding mode.</param>
    /// <param name="negative">Sign of the number.</param>
    /// <param name="odd">Whether the kept part is odd.</param>
    /// <param name="dropped">The dropped bits.</param>
    /// <param name="half">The value of the dropped bits that lies exactly between the two neighbours.</param>
    public static bool AwayFromZero(RoundingMode mode, bool negative, bool odd, uint dropped, uint half) => mode switch
    {
        RoundingMode.NearestEven => dropped > half || (dropped == half && odd),
        RoundingMode.NearestAway => dropped >= half,
        RoundingMode.TowardZero => false,
        RoundingMode.Down => negative,
        RoundingMode.Up => !negative,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a rounding mode"),
    };
}
