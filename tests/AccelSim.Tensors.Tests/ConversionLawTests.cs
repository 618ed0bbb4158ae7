using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Tensors.Tests;

/// <summary>Narrowing conversions against exhaustive search over the narrow type.</summary>
public sealed class ConversionLawTests
{
    /// <summary>Any 32-bit pattern, and patterns near the range of the 16-bit types.</summary>
    private static readonly Gen<float> Floats = Gen.OneOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle),
        Gen.Choose(0, 0xFFFF).SelectMany(_ => Gen.Choose(-3, 3), (bits, step) => (float)BitConverter.UInt16BitsToHalf((ushort)bits) * (1 + step * 0.0001f)),
        Gen.Choose(0, 0xFFFE).Select(bits => ((float)BitConverter.UInt16BitsToHalf((ushort)bits) + (float)BitConverter.UInt16BitsToHalf((ushort)(bits + 1))) / 2),
        Gen.Choose(65400, 65700).Select(value => (float)value),
        Gen.Elements(0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue, float.MinValue, 65504f, 65519.996f, 65520f, -65520f));

    private static readonly Gen<(float Value, RoundingMode Mode)> Cases =
        Floats.SelectMany(_ => Gen.Elements(Enum.GetValues<RoundingMode>()), (value, mode) => (value, mode));

    private static readonly double[] Halves = [.. Enumerable.Range(0, 0x7C00).Select(bits => (double)(float)BitConverter.UInt16BitsToHalf((ushort)bits)), 65536];

    private static readonly double[] Brains = [.. Enumerable.Range(0, 0x7F80).Select(bits => (double)(float)new BFloat16((ushort)bits)), Math.ScaleB(1, 128)];

    [Fact]
    public void Half_rounds_as_the_search_says() => Law.Holds(Cases, test =>
        Same(Search(Halves, test.Value, test.Mode, 65504), (float)Rounding.ToHalf(test.Value, test.Mode)), count: 5000);

    [Fact]
    public void BFloat16_rounds_as_the_search_says() => Law.Holds(Cases, test =>
        Same(Search(Brains, test.Value, test.Mode, (float)new BFloat16(0x7F7F)), (float)BFloat16.FromSingle(test.Value, test.Mode)), count: 5000);

    [Fact]
    public void Every_half_survives_a_round_trip()
    {
        for (var bits = 0; bits <= 0xFFFF; bits++)
        {
            var half = BitConverter.UInt16BitsToHalf((ushort)bits);
            foreach (var mode in Enum.GetValues<RoundingMode>())
            {
                Assert.True(Half.IsNaN(half) ? Half.IsNaN(Rounding.ToHalf((float)half, mode)) : BitConverter.HalfToUInt16Bits(Rounding.ToHalf((float)half, mode)) == bits);
            }
        }
    }

    [Fact]
    public void Bulk_conversions_equal_the_scalar_ones() => Law.Holds(Gen.ArrayOf(Floats), values =>
    {
        var halves = new Half[values.Length];
        BulkConversion.ToHalf(values, halves);
        var brains = new BFloat16[values.Length];
        BulkConversion.ToBFloat16(values, brains);
        var (fromHalves, fromBrains) = (new float[values.Length], new float[values.Length]);
        BulkConversion.ToSingle(halves, fromHalves);
        BulkConversion.ToSingle(brains, fromBrains);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(Same((float)(Half)values[i], fromHalves[i]));
            Assert.True(Same((float)(BFloat16)values[i], fromBrains[i]));
        }
    });

    [Fact]
    public void Fixed_point_is_the_nearest_integer_or_saturates() => Law.Holds(
        Floats.SelectMany(_ => Gen.Choose(-12, 4), (value, position) => (value, position)), test =>
        {
            var stored = FixedPoint.FromFloat(test.value, ElementType.Int8, test.position, RoundingMode.NearestEven);
            Assert.InRange(stored, -128, 127);
            var wanted = float.IsNaN(test.value) ? 0 : Math.Clamp(test.value, FixedPoint.ToFloat(-128, test.position), FixedPoint.ToFloat(127, test.position));
            Assert.True(Math.Abs(FixedPoint.ToFloat(stored, test.position) - wanted) <= Math.ScaleB(0.5, test.position));
        }, count: 2000);

    [Theory]
    [InlineData(2.5, RoundingMode.NearestEven, 2)]
    [InlineData(2.5, RoundingMode.NearestAway, 3)]
    [InlineData(-2.5, RoundingMode.NearestAway, -3)]
    [InlineData(-2.5, RoundingMode.TowardZero, -2)]
    [InlineData(-2.5, RoundingMode.Down, -3)]
    [InlineData(-2.5, RoundingMode.Up, -2)]
    [InlineData(1e30, RoundingMode.NearestEven, 32767)]
    [InlineData(double.NegativeInfinity, RoundingMode.NearestEven, -32768)]
    [InlineData(double.NaN, RoundingMode.Up, 0)]
    public void Rounding_modes_differ_on_ties(double value, RoundingMode mode, long expected) => Assert.Equal(expected, FixedPoint.FromFloat(value, ElementType.Int16, 0, mode));

    [Fact]
    public void Unsigned_64_bit_saturates_to_all_ones()
    {
        Assert.Equal(-1L, FixedPoint.FromFloat(1e30, ElementType.UInt64, 0, RoundingMode.NearestEven));
        Assert.Equal(0L, FixedPoint.FromFloat(-1, ElementType.UInt64, 0, RoundingMode.NearestEven));
        Assert.Equal(long.MinValue, FixedPoint.FromFloat(Math.ScaleB(1, 63), ElementType.UInt64, 0, RoundingMode.NearestEven));
    }

    private static bool Same(float expected, float actual) => float.IsNaN(expected) ? float.IsNaN(actual) : expected == actual;

    /// <summary>Rounds by looking at all magnitudes of the narrow type; the last one stands for infinity, one step above the largest finite one.</summary>
    private static float Search(double[] magnitudes, float value, RoundingMode mode, float largest)
    {
        if (float.IsNaN(value) || float.IsInfinity(value))
        {
            return value;
        }

        var magnitude = Math.Abs((double)value);
        var above = Array.FindIndex(magnitudes, candidate => candidate >= magnitude);
        above = above < 0 ? magnitudes.Length - 1 : above;
        var below = magnitudes[above] == magnitude && above < magnitudes.Length - 1 ? above : Math.Max(0, above - 1);
        if (magnitude > magnitudes[^1])
        {
            below = magnitudes.Length - 2;
        }

        var (low, high) = (magnitude - magnitudes[below], magnitudes[above] - magnitude);
        var chooseAbove = above != below && mode switch
        {
            RoundingMode.NearestEven => high < low || (high == low && above % 2 == 0),
            RoundingMode.NearestAway => high <= low,
            RoundingMode.TowardZero => false,
            RoundingMode.Down => value < 0,
            _ => value > 0,
        };
        var chosen = chooseAbove ? above : below;
        var result = chosen == magnitudes.Length - 1 ? float.PositiveInfinity : Math.Min((float)magnitudes[chosen], largest);
        return value < 0 ? -result : result;
    }
}
