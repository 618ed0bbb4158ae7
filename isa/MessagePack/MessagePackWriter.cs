using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MessagePack;

/// <summary>
/// Writes MessagePack values into a buffer, each in its shortest form. Type and method names are those of the MessagePack
/// package, so that the package can take this one's place.
/// </summary>
public readonly ref struct MessagePackWriter(IBufferWriter<byte> writer)
{
    private const int MaxPrimitive = 9;

    private readonly IBufferWriter<byte> _writer = writer;

    public void WriteNil() => WriteCode(MessagePackCode.Nil);

    public void Write(bool value) => WriteCode(value ? MessagePackCode.True : MessagePackCode.False);

    public void Write(int value) => Write((long)value);

    public void Write(uint value) => Write((ulong)value);

    /// <summary>The shortest integer form that holds the value.</summary>
    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
            return;
        }

        var span = _writer.GetSpan(MaxPrimitive);
        switch (value)
        {
            case >= -32:
                span[0] = unchecked((byte)value);
                _writer.Advance(1);
                break;
            case >= sbyte.MinValue:
                span[0] = MessagePackCode.Int8;
                span[1] = unchecked((byte)value);
                _writer.Advance(2);
                break;
            case >= short.MinValue:
                span[0] = MessagePackCode.Int16;
                BinaryPrimitives.WriteInt16BigEndian(span[1..], (short)value);
                _writer.Advance(3);
                break;
            case >= int.MinValue:
                span[0] = MessagePackCode.Int32;
                BinaryPrimitives.WriteInt32BigEndian(span[1..], (int)value);
                _writer.Advance(5);
                break;
            default:
                span[0] = MessagePackCode.Int64;
                BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
                _writer.Advance(9);
                break;
        }
    }

    /// <summary>The shortest integer form that holds the value.</summary>
    public void Write(ulong value)
    {
        if (value <= MessagePackCode.MaxFixInt)
        {
            WriteCode((byte)value);
        }
        else if (value <= byte.MaxValue)
        {
            WriteSized(MessagePackCode.UInt8, 1, (uint)value);
        }
        else if (value <= ushort.MaxValue)
        {
            WriteSized(MessagePackCode.UInt16, 2, (uint)value);
        }
        else if (value <= uint.MaxValue)
        {
            WriteUInt32((uint)value);
        }
        else
        {
            WriteUInt64(value);
        }
    }

    /// <summary>Always the five-byte form.</summary>
    public void WriteUInt32(uint value) => WriteSized(MessagePackCode.UInt32, 4, value);

    /// <summary>Always the nine-byte form.</summary>
    public void WriteUInt64(ulong value)
    {
        var span = _writer.GetSpan(MaxPrimitive);
        span[0] = MessagePackCode.UInt64;
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
        _writer.Advance(9);
    }

    public void Write(float value)
    {
        var span = _writer.GetSpan(MaxPrimitive);
        span[0] = MessagePackCode.Float32;
        BinaryPrimitives.WriteSingleBigEndian(span[1..], value);
        _writer.Advance(5);
    }

    public void Write(double value)
    {
        var span = _writer.GetSpan(MaxPrimitive);
        span[0] = MessagePackCode.Float64;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        _writer.Advance(9);
    }

    /// <summary>UTF-8 text, or nil.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(count);
        var span = _writer.GetSpan(count);
        _writer.Advance(Encoding.UTF8.GetBytes(value, span));
    }

    /// <summary>Binary, or nil.</summary>
    public void Write(byte[]? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        Write(value.AsSpan());
    }

    /// <summary>Binary.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        WriteBinHeader(value.Length);
        WriteRaw(value);
    }

    /// <summary>Announces <paramref name="count"/> values.</summary>
    public void WriteArrayHeader(int count) => WriteArrayHeader(checked((uint)count));

    /// <summary>Announces <paramref name="count"/> values.</summary>
    public void WriteArrayHeader(uint count) =>
        WriteHeader(count, MessagePackCode.MinFixArray, 15, 0, MessagePackCode.Array16, MessagePackCode.Array32);

    /// <summary>Announces <paramref name="count"/> pairs of key and value.</summary>
    public void WriteMapHeader(int count) => WriteMapHeader(checked((uint)count));

    /// <summary>Announces <paramref name="count"/> pairs of key and value.</summary>
    public void WriteMapHeader(uint count) =>
        WriteHeader(count, MessagePackCode.MinFixMap, 15, 0, MessagePackCode.Map16, MessagePackCode.Map32);

    /// <summary>Announces <paramref name="byteCount"/> bytes of UTF-8, to be written raw.</summary>
    public void WriteStringHeader(int byteCount) =>
        WriteHeader(checked((uint)byteCount), MessagePackCode.MinFixStr, 31, MessagePackCode.Str8, MessagePackCode.Str16, MessagePackCode.Str32);

    /// <summary>Announces <paramref name="length"/> bytes, to be written raw.</summary>
    public void WriteBinHeader(int length) =>
        WriteHeader(checked((uint)length), 0, -1, MessagePackCode.Bin8, MessagePackCode.Bin16, MessagePackCode.Bin32);

    /// <summary>Bytes as they are.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => _writer.Write(bytes);

    /// <summary>Announces an extension value, whose bytes are to be written raw.</summary>
    public void WriteExtensionFormatHeader(ExtensionHeader header)
    {
        var single = header.Length switch
        {
            1 => MessagePackCode.FixExt1,
            2 => MessagePackCode.FixExt2,
            4 => MessagePackCode.FixExt4,
            8 => MessagePackCode.FixExt8,
            16 => MessagePackCode.FixExt16,
            _ => (byte)0,
        };
        if (single != 0)
        {
            WriteCode(single);
        }
        else
        {
            WriteHeader(header.Length, 0, -1, MessagePackCode.Ext8, MessagePackCode.Ext16, MessagePackCode.Ext32);
        }

        WriteCode(unchecked((byte)header.TypeCode));
    }

    /// <summary>Nothing is held back here; kept because the package's writer needs it.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "same call as the package's")]
    public void Flush()
    {
    }

    private void WriteCode(byte code)
    {
        _writer.GetSpan(1)[0] = code;
        _writer.Advance(1);
    }

    private void WriteHeader(uint count, byte fix, int maxFix, byte code8, byte code16, byte code32)
    {
        if (maxFix >= 0 && count <= (uint)maxFix)
        {
            WriteCode((byte)(fix | count));
        }
        else if (code8 != 0 && count <= byte.MaxValue)
        {
            WriteSized(code8, 1, count);
        }
        else if (count <= ushort.MaxValue)
        {
            WriteSized(code16, 2, count);
        }
        else
        {
            WriteSized(code32, 4, count);
        }
    }

    private void WriteSized(byte code, int bytes, uint value)
    {
        var span = _writer.GetSpan(MaxPrimitive);
        span[0] = code;
        switch (bytes)
        {
            case 1:
                span[1] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)value);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(span[1..], value);
                break;
        }

        _writer.Advance(1 + bytes);
    }
}
