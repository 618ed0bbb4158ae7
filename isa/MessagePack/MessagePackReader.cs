using System.Buffers;
using System.Text;

namespace MessagePack;

/// <summary>
/// Reads MessagePack values from a sequence of bytes that may come from anybody: every declared length is held against the
/// bytes that are there, so nothing is allocated for data that cannot follow. Names are those of the MessagePack package.
/// </summary>
public ref struct MessagePackReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private SequenceReader<byte> _reader;

    public MessagePackReader(ReadOnlySequence<byte> sequence) => _reader = new SequenceReader<byte>(sequence);

    public MessagePackReader(ReadOnlyMemory<byte> memory)
        : this(new ReadOnlySequence<byte>(memory))
    {
    }

    /// <summary>Bytes read so far.</summary>
    public readonly long Consumed => _reader.Consumed;

    public readonly SequencePosition Position => _reader.Position;

    /// <summary>True when no byte is left.</summary>
    public readonly bool End => _reader.End;

    /// <summary>First byte of the next value, which stays unread.</summary>
    public readonly byte NextCode => _reader.TryPeek(out var code) ? code : throw CutShort("a value");

    /// <summary>Kind of the next value, which stays unread.</summary>
    public readonly MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    public bool TryReadNil()
    {
        if (NextCode != MessagePackCode.Nil)
        {
            return false;
        }

        _reader.Advance(1);
        return true;
    }

    public void ReadNil()
    {
        if (!TryReadNil())
        {
            throw Unexpected(NextCode, "nil");
        }
    }

    public bool ReadBoolean() => ReadCode("a boolean") switch
    {
        MessagePackCode.True => true,
        MessagePackCode.False => false,
        var code => throw Unexpected(code, "a boolean"),
    };

    public byte ReadByte() => (byte)ReadUpTo(byte.MaxValue);

    public ushort ReadUInt16() => (ushort)ReadUpTo(ushort.MaxValue);

    public uint ReadUInt32() => (uint)ReadUpTo(uint.MaxValue);

    /// <summary>Any integer form whose value fits.</summary>
    public ulong ReadUInt64() => ReadUpTo(ulong.MaxValue);

    public int ReadInt32() => ReadInt64() is >= int.MinValue and <= int.MaxValue and var value
        ? (int)value
        : throw new MessagePackSerializationException("an integer does not fit 32 bits");

    /// <summary>Any integer form whose value fits.</summary>
    public long ReadInt64()
    {
        var (value, negative) = ReadInteger();
        return negative || value <= long.MaxValue
            ? unchecked((long)value)
            : throw new MessagePackSerializationException("an integer does not fit 64 bits with sign");
    }

    /// <summary>A float of either width; a double is rounded.</summary>
    public float ReadSingle() => (float)ReadDouble();

    /// <summary>A float of either width.</summary>
    public double ReadDouble() => ReadCode("a float") switch
    {
        MessagePackCode.Float32 => BitConverter.UInt32BitsToSingle((uint)ReadBigEndian(4)),
        MessagePackCode.Float64 => BitConverter.UInt64BitsToDouble(ReadBigEndian(8)),
        var code => throw Unexpected(code, "a float"),
    };

    /// <summary>Text, or null for nil. Bytes that are not UTF-8 are refused.</summary>
    public string? ReadString()
    {
        if (TryReadNil())
        {
            return null;
        }

        var bytes = Take(ReadStringLength());
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new MessagePackSerializationException("a string is not UTF-8", e);
        }
    }

    /// <summary>Binary, or null for nil. A view of the input, not a copy.</summary>
    public ReadOnlySequence<byte>? ReadBytes() => TryReadNil() ? null : Take(ReadBinLength());

    /// <summary>Number of values that follow; never more than there are bytes left.</summary>
    public int ReadArrayHeader() => ReadCount(ReadArrayCount(), 1, "an array");

    /// <summary>Number of pairs that follow; never more than the bytes left can hold.</summary>
    public int ReadMapHeader() => ReadCount(ReadMapCount(), 2, "a map");

    /// <summary>Type and length of an extension value, whose bytes follow and are there.</summary>
    public ExtensionHeader ReadExtensionFormatHeader()
    {
        var code = ReadCode("an extension");
        var length = code switch
        {
            MessagePackCode.FixExt1 => 1u,
            MessagePackCode.FixExt2 => 2u,
            MessagePackCode.FixExt4 => 4u,
            MessagePackCode.FixExt8 => 8u,
            MessagePackCode.FixExt16 => 16u,
            MessagePackCode.Ext8 => (uint)ReadBigEndian(1),
            MessagePackCode.Ext16 => (uint)ReadBigEndian(2),
            MessagePackCode.Ext32 => (uint)ReadBigEndian(4),
            _ => throw Unexpected(code, "an extension"),
        };
        var type = unchecked((sbyte)ReadCode("an extension"));
        return length <= _reader.Remaining ? new ExtensionHeader(type, length) : throw CutShort("an extension");
    }

    /// <summary>The next <paramref name="length"/> bytes as they are.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length) => Take((ulong)length);

    /// <summary>Passes over one value with all it contains, however deeply nested, without recursion.</summary>
    public void Skip()
    {
        for (var values = 1UL; values > 0; values--)
        {
            // Every value takes a byte at least: a header that promises more than is left lies.
            if (values > (ulong)_reader.Remaining)
            {
                throw CutShort("a value");
            }

            switch (NextMessagePackType)
            {
                case MessagePackType.Integer:
                    ReadInteger();
                    break;
                case MessagePackType.Nil:
                case MessagePackType.Boolean:
                    _reader.Advance(1);
                    break;
                case MessagePackType.Float:
                    ReadDouble();
                    break;
                case MessagePackType.String:
                    Take(ReadStringLength());
                    break;
                case MessagePackType.Binary:
                    Take(ReadBinLength());
                    break;
                case MessagePackType.Array:
                    values += ReadArrayCount();
                    break;
                case MessagePackType.Map:
                    values += 2UL * ReadMapCount();
                    break;
                case MessagePackType.Extension:
                    Take(ReadExtensionFormatHeader().Length);
                    break;
                default:
                    throw Unexpected(NextCode, "a value");
            }
        }
    }

    private ulong ReadUpTo(ulong greatest)
    {
        var (value, negative) = ReadInteger();
        return !negative && value <= greatest
            ? value
            : throw new MessagePackSerializationException($"an integer is not between 0 and {greatest}");
    }

    // Two's complement of a negative value, with its sign beside it.
    private (ulong Value, bool Negative) ReadInteger()
    {
        var code = ReadCode("an integer");
        var value = code switch
        {
            <= MessagePackCode.MaxFixInt => code,
            >= MessagePackCode.MinNegativeFixInt => unchecked((ulong)(sbyte)code),
            MessagePackCode.UInt8 => ReadBigEndian(1),
            MessagePackCode.UInt16 => ReadBigEndian(2),
            MessagePackCode.UInt32 => ReadBigEndian(4),
            MessagePackCode.UInt64 => ReadBigEndian(8),
            MessagePackCode.Int8 => unchecked((ulong)(sbyte)ReadBigEndian(1)),
            MessagePackCode.Int16 => unchecked((ulong)(short)ReadBigEndian(2)),
            MessagePackCode.Int32 => unchecked((ulong)(int)ReadBigEndian(4)),
            MessagePackCode.Int64 => ReadBigEndian(8),
            _ => throw Unexpected(code, "an integer"),
        };
        var signed = code is >= MessagePackCode.Int8 and <= MessagePackCode.Int64 or >= MessagePackCode.MinNegativeFixInt;
        return (value, signed && (long)value < 0);
    }

    private uint ReadStringLength() => ReadCode("a string") switch
    {
        >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr and var code => (uint)(code & 31),
        MessagePackCode.Str8 => (uint)ReadBigEndian(1),
        MessagePackCode.Str16 => (uint)ReadBigEndian(2),
        MessagePackCode.Str32 => (uint)ReadBigEndian(4),
        var code => throw Unexpected(code, "a string"),
    };

    private uint ReadBinLength() => ReadCode("binary") switch
    {
        MessagePackCode.Bin8 => (uint)ReadBigEndian(1),
        MessagePackCode.Bin16 => (uint)ReadBigEndian(2),
        MessagePackCode.Bin32 => (uint)ReadBigEndian(4),
        var code => throw Unexpected(code, "binary"),
    };

    private uint ReadArrayCount() => ReadCode("an array") switch
    {
        >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray and var code => (uint)(code & 15),
        MessagePackCode.Array16 => (uint)ReadBigEndian(2),
        MessagePackCode.Array32 => (uint)ReadBigEndian(4),
        var code => throw Unexpected(code, "an array"),
    };

    private uint ReadMapCount() => ReadCode("a map") switch
    {
        >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap and var code => (uint)(code & 15),
        MessagePackCode.Map16 => (uint)ReadBigEndian(2),
        MessagePackCode.Map32 => (uint)ReadBigEndian(4),
        var code => throw Unexpected(code, "a map"),
    };

    private readonly int ReadCount(uint count, uint bytesEach, string what) =>
        (ulong)count * bytesEach <= (ulong)_reader.Remaining && count <= int.MaxValue ? (int)count : throw CutShort(what);

    private byte ReadCode(string what) => _reader.TryRead(out var code) ? code : throw CutShort(what);

    private ulong ReadBigEndian(int bytes)
    {
        var value = 0UL;
        for (var i = 0; i < bytes; i++)
        {
            value = (value << 8) | ReadCode("a number");
        }

        return value;
    }

    private ReadOnlySequence<byte> Take(ulong length)
    {
        if (length > (ulong)_reader.Remaining)
        {
            throw CutShort("text or binary");
        }

        var taken = _reader.UnreadSequence.Slice(0, (long)length);
        _reader.Advance((long)length);
        return taken;
    }

    private static MessagePackSerializationException Unexpected(byte code, string wanted) =>
        new($"byte 0x{code:x2} starts {MessagePackCode.ToMessagePackType(code)}, not {wanted}");

    private static MessagePackSerializationException CutShort(string what) => new($"the data ends inside {what}");
}
