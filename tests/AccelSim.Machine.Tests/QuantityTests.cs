using FsCheck.Fluent;

namespace AccelSim.Machine.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("512 KiB", 512 * 1024)]
    [InlineData("16GB", 16_000_000_000)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("0.5 KB", 500)]
    public void Sizes_are_exact_bytes(string text, long bytes)
    {
        Assert.Null(QuantityText.TryParse<ByteSize>(text, out var size));
        Assert.Equal(bytes, size.Bytes);
    }

    [Fact]
    public void Every_kind_of_quantity_parses_to_base_units()
    {
        Assert.Equal(1_300_000_000, Parse<Frequency>("1.3 GHz"));
        Assert.Equal(307_200_000_000, Parse<Bandwidth>("307.2 GB/s"));
        Assert.Equal(1L << 30, Parse<Bandwidth>("1 GiB/s"));
        Assert.Equal(128, Parse<BytesPerCycle>("128 B/cycle"));
        Assert.Equal(400_000_000, Parse<Duration>("400 ns"));
        Assert.Equal(2_000_000_000, Parse<Duration>("2 us"));
        Assert.Equal(12, Parse<Cycles>("12 cycles"));
        Assert.Equal(760_000, Parse<Ratio>("76 %"));
        Assert.Equal(384, Parse<BitWidth>("384 bit"));
        Assert.Equal(6_400_000_000, Parse<TransferRate>("6400 MT/s"));
        Assert.Equal(50_000_000_000, Parse<ComputeRate>("50 GFLOP/s"));
        Assert.Equal(375_000, Parse<Energy>("0.375 pJ"));
        Assert.Equal(2_600_000_000, Parse<Energy>("2.6 nJ"));
        Assert.Equal(31_360_000, Parse<EnergyPerByte>("3.92 pJ/bit"));
        Assert.Equal(Parse<EnergyPerByte>("31.36 pJ/B"), Parse<EnergyPerByte>("3.92 pJ/bit"));
        Assert.Equal(37_500_000, Parse<Power>("37.5 W"));
        Assert.Equal(849_000, Parse<Area>("0.849 mm2"));
    }

    [Theory]
    [InlineData("768", "no unit")]
    [InlineData("768 kib", "did you mean KiB")]
    [InlineData("-4 KiB", "outside what is possible")]
    [InlineData("0 B", "outside what is possible")]
    [InlineData("1.0001 B", "not a whole number")]
    [InlineData("9999999 TiB", "outside what is possible")]
    [InlineData("many", "is not a size")]
    [InlineData("", "is not a size")]
    [InlineData("1e3 KiB", "unknown unit")]
    [InlineData("1. KiB", "unknown unit")]
    [InlineData("99999999999999999999999999999999999999999999999 B", "more digits")]
    public void What_is_no_size_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, QuantityText.TryParse<ByteSize>(text, out _), StringComparison.Ordinal);

    [Fact]
    public void Printing_and_parsing_give_the_same_amount() =>
        Law.Holds(Gen.Choose(1, int.MaxValue), n =>
        {
            Assert.Null(QuantityText.TryParse<ByteSize>(new ByteSize(n).ToString(), out var size));
            Assert.Equal(n, size.Bytes);
            Assert.Null(QuantityText.TryParse<Duration>(new Duration(n).ToString(), out var duration));
            Assert.Equal(n, duration.Femtoseconds);
        });

    [Fact]
    public void No_text_makes_the_parser_throw() =>
        Law.Holds(Gen.Elements("1", "9", ".", "-", "+", " ", "K", "iB", "GB/s", "\0", "e", "é").ListOf(), parts =>
        {
            var problem = QuantityText.TryParse<Bandwidth>(string.Concat(parts), out var value);
            return (problem is null) == (value.BytesPerSecond > 0);
        });

    private static long Parse<T>(string text)
        where T : struct, IQuantity<T>
    {
        Assert.Null(QuantityText.TryParse<T>(text, out var value));
        return value.BaseUnits;
    }
}
