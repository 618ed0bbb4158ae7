using System.Buffers;

namespace MessagePack.Tests;

/// <summary>Byte by byte against the format tables of the MessagePack specification.</summary>
public sealed class SpecificationTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "CC80")]
    [InlineData(255, "CCFF")]
    [InlineData(256, "CD0100")]
    [InlineData(65535, "CDFFFF")]
    [InlineData(65536, "CE00010000")]
    [InlineData(uint.MaxValue, "CEFFFFFFFF")]
    [InlineData(4294967296, "CF0000000100000000")]
    [InlineData(long.MaxValue, "CF7FFFFFFFFFFFFFFF")]
    [InlineData(-1, "FF")]
    [InlineData(-32, "E0")]
    [InlineData(-33, "D0DF")]
    [InlineData(-128, "D080")]
    [InlineData(-129, "D1FF7F")]
    [InlineData(-32768, "D18000")]
    [InlineData(-32769, "D2FFFF7FFF")]
    [InlineData(int.MinValue, "D280000000")]
    [InlineData(-2147483649, "D3FFFFFFFF7FFFFFFF")]
    [InlineData(long.MinValue, "D38000000000000000")]
    public void Integers_take_their_shortest_form(long value, string hex)
    {
        Assert.Equal(hex, Hex((ref readonly MessagePackWriter w) => w.Write(value)));
        Assert.Equal(value, new MessagePackReader(Convert.FromHexString(hex)).ReadInt64());
    }

    [Fact]
    public void Other_scalars_have_the_bytes_of_the_specification()
    {
        Assert.Equal("C0", Hex((ref readonly MessagePackWriter w) => w.WriteNil()));
        Assert.Equal("C2C3", Hex((ref readonly MessagePackWriter w) => { w.Write(false); w.Write(true); }));
        Assert.Equal("CA3FC00000", Hex((ref readonly MessagePackWriter w) => w.Write(1.5f)));
        Assert.Equal("CB3FF8000000000000", Hex((ref readonly MessagePackWriter w) => w.Write(1.5)));
        Assert.Equal("CFFFFFFFFFFFFFFFFF", Hex((ref readonly MessagePackWriter w) => w.Write(ulong.MaxValue)));
    }

    /// <summary>The example on the front page of the format: {"compact":true,"schema":0} in 18 bytes.</summary>
    [Fact]
    public void The_introductory_example_is_reproduced() =>
        Assert.Equal("82A7636F6D70616374C3A6736368656D6100", Hex((ref readonly MessagePackWriter w) =>
        {
            w.WriteMapHeader(2);
            w.Write("compact");
            w.Write(true);
            w.Write("schema");
            w.Write(0);
        }));

    [Theory]
    [InlineData(0, "A0")]
    [InlineData(31, "BF")]
    [InlineData(32, "D920")]
    [InlineData(255, "D9FF")]
    [InlineData(256, "DA0100")]
    [InlineData(65536, "DB00010000")]
    public void String_headers_grow_with_length(int length, string hex)
    {
        Assert.Equal(hex, Hex((ref readonly MessagePackWriter w) => w.WriteStringHeader(length)));
        var text = new string('x', length);
        Assert.Equal(text, new MessagePackReader(Bytes((ref readonly MessagePackWriter w) => w.Write(text))).ReadString());
    }

    [Theory]
    [InlineData(0, "C400")]
    [InlineData(255, "C4FF")]
    [InlineData(256, "C50100")]
    [InlineData(65536, "C600010000")]
    public void Binary_headers_grow_with_length(int length, string hex)
    {
        Assert.Equal(hex, Hex((ref readonly MessagePackWriter w) => w.WriteBinHeader(length)));
        var bytes = new byte[length];
        Assert.Equal(length, new MessagePackReader(Bytes((ref readonly MessagePackWriter w) => w.Write(bytes))).ReadBytes()!.Value.Length);
    }

    [Theory]
    [InlineData(15u, "9F", "8F")]
    [InlineData(16u, "DC0010", "DE0010")]
    [InlineData(65535u, "DCFFFF", "DEFFFF")]
    [InlineData(65536u, "DD00010000", "DF00010000")]
    public void Array_and_map_headers_grow_with_count(uint count, string array, string map)
    {
        Assert.Equal(array, Hex((ref readonly MessagePackWriter w) => w.WriteArrayHeader(count)));
        Assert.Equal(map, Hex((ref readonly MessagePackWriter w) => w.WriteMapHeader(count)));
    }

    [Theory]
    [InlineData(1, "D405")]
    [InlineData(2, "D505")]
    [InlineData(4, "D605")]
    [InlineData(8, "D705")]
    [InlineData(16, "D805")]
    [InlineData(3, "C70305")]
    [InlineData(256, "C8010005")]
    [InlineData(65536, "C90001000005")]
    public void Extension_headers_carry_type_and_length(int length, string hex)
    {
        Assert.Equal(hex, Hex((ref readonly MessagePackWriter w) => w.WriteExtensionFormatHeader(new ExtensionHeader(5, (uint)length))));
        var reader = new MessagePackReader(Convert.FromHexString(hex + new string('0', 2 * length)));
        Assert.Equal(new ExtensionHeader(5, (uint)length), reader.ReadExtensionFormatHeader());
    }

    [Fact]
    public void Every_first_byte_has_a_kind_and_only_one_is_unknown() =>
        Assert.Equal([MessagePackCode.NeverUsed], Enumerable.Range(0, 256).Select(c => (byte)c)
            .Where(c => MessagePackCode.ToMessagePackType(c) == MessagePackType.Unknown));

    internal delegate void Writing(ref readonly MessagePackWriter writer);

    internal static byte[] Bytes(Writing write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        write(in writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string Hex(Writing write) => Convert.ToHexString(Bytes(write));
}
