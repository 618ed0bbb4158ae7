namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>A binary floating-point format: stored significand bits and exponent bits; which pattern stands for "not a number".</summary>
internal sealed record FloatFormat(int Significand, int Exponent, ulong NotANumber)
{
    public static FloatFormat F16 { get; } = new(10, 5, 0x7fff);

    public static FloatFormat BF16 { get; } = new(7, 8, 0x7fff);

    public static FloatFormat F32 { get; } = new(23, 8, 0x7fffffff);

    public static FloatFormat F64 { get; } = new(52, 11, 0x7ff8000000000000);

    public int Bits => 1 + Exponent + Significand;

    public int Bias => (1 << (Exponent - 1)) - 1;

    public ulong Infinity => ((1UL << Exponent) - 1) << Significand;
}
