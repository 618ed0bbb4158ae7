namespace AccelSim.Runtime.Tests;

/// <summary>Numbers of every element type that assembly can declare, and back.</summary>
public sealed class ElementFormatTests
{
    [Theory]
    [InlineData("f64", 0.1, 0.1)]
    [InlineData("f32", 0.1, 0.10000000149011612)]
    [InlineData("f16", 0.1, 0.0999755859375)]
    [InlineData("bf16", 0.1, 0.10009765625)]
    [InlineData("bf16", 1.00390625, 1)]
    [InlineData("bf16", 1.01171875, 1.015625)]
    [InlineData("bf16", double.NaN, double.NaN)]
    [InlineData("i64", -4503599627370497, -4503599627370497)]
    [InlineData("i32", -2147483648, -2147483648)]
    [InlineData("i16", -32768, -32768)]
    [InlineData("i8", -128, -128)]
    [InlineData("u32", 4294967295, 4294967295)]
    [InlineData("u32", -2, 4294967294)]
    [InlineData("u16", 65535, 65535)]
    [InlineData("u8", 255, 255)]
    [InlineData("u8", -8, 248)]
    public void A_number_is_stored_as_the_nearest_of_its_type(string type, double number, double expected)
    {
        var format = ElementFormat.Of(type)!;
        var bytes = new byte[24];
        format.Store(bytes, 1, number);
        Assert.Equal(expected, format.Load(bytes, 1));
        Assert.Equal(0, format.Load(bytes, 0));
        Assert.Equal(type[0] is 'i' or 'u', format.IsInteger);
    }

    [Fact]
    public void A_packed_type_has_no_format() => Assert.Null(ElementFormat.Of("i4"));
}
