using System.Numerics;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>
/// Arithmetic on numbers as whole significands times powers of two, rounded once to nearest, ties to even: what IEEE 754 says, without the host's
/// floating point.
/// </summary>
internal readonly record struct ExactNumber(ExactNumber.Kinds Kind, bool Negative, BigInteger Significand, int Exponent)
{
    public enum Kinds
    {
        Finite,
        Infinite,
        NotANumber,
    }

    public static ExactNumber Read(ulong bits, FloatFormat format)
    {
        var negative = (bits >> (format.Bits - 1) & 1) != 0;
        var exponent = (int)(bits >> format.Significand & ((1UL << format.Exponent) - 1));
        var significand = bits & ((1UL << format.Significand) - 1);
        if (exponent == (1 << format.Exponent) - 1)
        {
            return new(significand == 0 ? Kinds.Infinite : Kinds.NotANumber, negative, 0, 0);
        }

        var lowest = 1 - format.Bias - format.Significand;
        return exponent == 0
            ? new(Kinds.Finite, negative, significand, lowest)
            : new(Kinds.Finite, negative, significand | (1UL << format.Significand), lowest + exponent - 1);
    }

    public static ExactNumber Of(long value) => new(Kinds.Finite, value < 0, BigInteger.Abs(value), 0);

    public bool IsZero => Kind == Kinds.Finite && Significand.IsZero;

    public ExactNumber Negated => this with { Negative = !Negative };

    private static ExactNumber Nothing => new(Kinds.NotANumber, false, 0, 0);

    private BigInteger Signed => Negative ? -Significand : Significand;

    public static ExactNumber Multiply(ExactNumber a, ExactNumber b)
    {
        var negative = a.Negative != b.Negative;
        if (a.Kind == Kinds.NotANumber || b.Kind == Kinds.NotANumber)
        {
            return Nothing;
        }

        if (a.Kind == Kinds.Infinite || b.Kind == Kinds.Infinite)
        {
            return a.IsZero || b.IsZero ? Nothing : new(Kinds.Infinite, negative, 0, 0);
        }

        return new(Kinds.Finite, negative, a.Significand * b.Significand, a.Exponent + b.Exponent);
    }

    public static ExactNumber Add(ExactNumber a, ExactNumber b)
    {
        if (a.Kind == Kinds.NotANumber || b.Kind == Kinds.NotANumber)
        {
            return Nothing;
        }

        if (a.Kind == Kinds.Infinite || b.Kind == Kinds.Infinite)
        {
            return a.Kind == b.Kind ? (a.Negative == b.Negative ? a : Nothing) : a.Kind == Kinds.Infinite ? a : b;
        }

        var exponent = Math.Min(a.Exponent, b.Exponent);
        var sum = (a.Signed << (a.Exponent - exponent)) + (b.Signed << (b.Exponent - exponent));
        return new(Kinds.Finite, sum.IsZero ? a.Negative && b.Negative : sum.Sign < 0, BigInteger.Abs(sum), exponent);
    }

    /// <summary>Less than zero, zero or more as a is smaller than, equal to or larger than b; null where one is not a number.</summary>
    public static int? Compare(ExactNumber a, ExactNumber b)
    {
        if (a.Kind == Kinds.NotANumber || b.Kind == Kinds.NotANumber)
        {
            return null;
        }

        if (a.Kind == Kinds.Infinite || b.Kind == Kinds.Infinite)
        {
            int Rank(ExactNumber x) => x.Kind == Kinds.Infinite ? (x.Negative ? -1 : 1) : 0;
            return Rank(a).CompareTo(Rank(b));
        }

        var exponent = Math.Min(a.Exponent, b.Exponent);
        return (a.Signed << (a.Exponent - exponent)).CompareTo(b.Signed << (b.Exponent - exponent));
    }

    /// <summary>The nearest number of a format, ties to even.</summary>
    public ulong Round(FloatFormat format)
    {
        var sign = Negative ? 1UL << (format.Bits - 1) : 0;
        switch (Kind)
        {
            case Kinds.NotANumber: return format.NotANumber;
            case Kinds.Infinite: return sign | format.Infinity;
        }

        if (Significand.IsZero)
        {
            return sign;
        }

        // Exponent of the last bit that stays: precision bits below the first, but never below the smallest subnormal.
        var lowest = 1 - format.Bias - format.Significand;
        var last = Math.Max(Exponent + (int)Significand.GetBitLength() - 1 - format.Significand, lowest);
        var kept = ToWhole(last, away: null);
        if (kept.GetBitLength() > format.Significand + 1)
        {
            kept >>= 1;
            last++;
        }

        var biased = kept.GetBitLength() <= format.Significand ? 0 : last - lowest + 1;
        return biased >= (1 << format.Exponent) - 1
            ? sign | format.Infinity
            : sign | ((ulong)biased << format.Significand) | ((ulong)kept & ((1UL << format.Significand) - 1));
    }

    /// <summary>The magnitude in units of two to the power of <paramref name="last"/>: nearest even (null), away from zero, or toward it.</summary>
    public BigInteger ToWhole(int last, bool? away)
    {
        var shift = last - Exponent;
        if (shift <= 0)
        {
            return Significand << -shift;
        }

        var whole = Significand >> shift;
        var rest = Significand - (whole << shift);
        var half = BigInteger.One << (shift - 1);
        var up = away switch
        {
            true => !rest.IsZero,
            false => false,
            null => rest > half || (rest == half && !whole.IsEven),
        };
        return up ? whole + 1 : whole;
    }
}
