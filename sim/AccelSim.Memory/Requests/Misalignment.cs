namespace AccelSim.Memory;

/// <summary>Counts segments of a pattern that do not begin at an aligned address.</summary>
public static class Misalignment
{
    /// <summary>Segments of <paramref name="pattern"/> whose first byte is no multiple of <paramref name="alignment"/>, a power of two.</summary>
    public static long Segments(in AffinePattern pattern, long alignment)
    {
        var aligned = 0L;
        for (var row = 0; row < pattern.Count2; row++)
        {
            aligned += Aligned(pattern.Base + (row * pattern.Stride2), pattern.Stride1, pattern.Count1, alignment);
        }

        return pattern.Segments - aligned;
    }

    /// <summary>How many of start + i * stride, 0 &lt;= i &lt; count, are multiples of the alignment: those i that solve a congruence.</summary>
    private static long Aligned(long start, long stride, long count, long alignment)
    {
        var common = Math.Min(stride == 0 ? alignment : stride & -stride, alignment);
        if (start % common != 0)
        {
            return 0;
        }

        var period = alignment / common;
        var first = (-(start / common) * OddInverse(stride / common)) & (period - 1);
        return first >= count ? 0 : 1 + ((count - 1 - first) / period);
    }

    // Newton's iteration modulo 2^64; each step doubles the number of right bits, of which an odd number itself has three. Where the period
    // is 1 the quotient may be even: then nothing of the result is used.
    private static long OddInverse(long odd)
    {
        var inverse = odd;
        for (var bits = 3; bits < 64; bits *= 2)
        {
            inverse *= 2 - (odd * inverse);
        }

        return inverse;
    }
}
