using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Memory;

/// <summary>A divisor that stays the same: quotients by powers of two come from a shift, others of numbers below 2^32 from a product.</summary>
/// <remarks>
/// With m = ceil(2^64 / d), floor(n m / 2^64) is n / d for all n and d below 2^32: the product exceeds n 2^64 / d by less than n, which is
/// less than the 2^64 / d that would be missing to the next quotient (Lemire, Kaser, Kurz: Faster remainder by direct computation, 2019).
/// </remarks>
internal readonly struct Divisor(long value)
{
    private readonly ulong _inverse = value is > 1 and <= uint.MaxValue ? (ulong.MaxValue / (ulong)value) + 1 : 0;

    private readonly int _shift = long.IsPow2(value) ? BitOperations.TrailingZeroCount(value) : -1;

    /// <summary>The divisor.</summary>
    public long Value { get; } = value;

    /// <summary>The quotient of a number that is not negative, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Quotient(long number) => _shift >= 0 ? number >> _shift
        : (ulong)number <= uint.MaxValue && _inverse != 0 ? (long)Math.BigMul((ulong)number, _inverse, out _) : number / Value;

    /// <summary>Quotient and remainder of a number that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (long Quotient, long Remainder) Divide(long number)
    {
        var quotient = Quotient(number);
        return (quotient, number - (quotient * Value));
    }
}
