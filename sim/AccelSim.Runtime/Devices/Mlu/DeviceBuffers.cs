using System.Runtime.InteropServices;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;

namespace AccelSim.Runtime.Mlu;

/// <summary>Buffers of an image as numbers: converts between device bytes in device layout and values in logical order.</summary>
internal sealed class DeviceBuffers(ProgramImage image, byte[] memory)
{
    /// <summary>Puts every constant where it belongs.</summary>
    public void LoadConstants()
    {
        foreach (var constant in image.Constants)
        {
            switch (constant.Content)
            {
                case InlineContent inline: inline.Bytes.Span.CopyTo(Bytes(constant.Buffer)); break;
                case DeferredContent deferred: deferred.Make().Span.CopyTo(Bytes(constant.Buffer)); break;
                case DescribedContent { Role: var role } when BufferFills.Of(role, constant.Name, IsInteger(constant.Buffer)) is { } element: Fill(constant.Buffer, element); break;
                default: throw new RuntimeException($"constant '{constant.Name}' has no contents, only a shape; compile with --weights seed:1 to run for values");
            }
        }
    }

    /// <summary>Whether a buffer holds integers.</summary>
    public bool IsInteger(int buffer) => !TypeOf(buffer).IsFloat();

    /// <summary>Stores a value that depends on the element's number.</summary>
    public void Fill(int buffer, Func<long, double> element)
    {
        var walk = new LayoutWalk(image.Buffers[buffer]);
        var bytes = Bytes(buffer);
        var type = TypeOf(buffer);
        var count = Count(buffer);
        for (var i = 0L; i < count; i++)
        {
            Store(bytes, type, walk.Next(), element(i));
        }
    }

    /// <summary>Values of a buffer, row-major over its shape.</summary>
    public double[] Read(int buffer)
    {
        var values = new double[Count(buffer)];
        var walk = new LayoutWalk(image.Buffers[buffer]);
        var bytes = Bytes(buffer);
        var type = TypeOf(buffer);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Load(bytes, type, walk.Next());
        }

        return values;
    }

    /// <summary>Stores values given row-major over the shape.</summary>
    public void Write(int buffer, ReadOnlySpan<double> values)
    {
        var walk = new LayoutWalk(image.Buffers[buffer]);
        var bytes = Bytes(buffer);
        var type = TypeOf(buffer);
        foreach (var value in values)
        {
            Store(bytes, type, walk.Next(), value);
        }
    }

    private long Count(int buffer) => image.Buffers[buffer].Shape.Aggregate(1L, (product, extent) => product * extent);

    private Span<byte> Bytes(int buffer) => memory.AsSpan((int)image.Buffers[buffer].Address, (int)image.Buffers[buffer].Bytes);

    private MluDataType TypeOf(int buffer)
    {
        var name = image.Buffers[buffer].ElementType;
        foreach (var type in Enum.GetValues<MluDataType>())
        {
            if (type != MluDataType.None && type.Suffix() == name)
            {
                return type;
            }
        }

        throw new RuntimeException($"buffer '{image.Buffers[buffer].Name}' has the unknown element type '{name}'");
    }

    private static double Load(ReadOnlySpan<byte> bytes, MluDataType type, int at) => type switch
    {
        MluDataType.F32 => MemoryMarshal.Cast<byte, float>(bytes)[at],
        MluDataType.F16 => (double)MemoryMarshal.Cast<byte, Half>(bytes)[at],
        MluDataType.BF16 => BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Cast<byte, ushort>(bytes)[at] << 16),
        MluDataType.I64 => MemoryMarshal.Cast<byte, long>(bytes)[at],
        MluDataType.I32 => MemoryMarshal.Cast<byte, int>(bytes)[at],
        MluDataType.I16 => MemoryMarshal.Cast<byte, short>(bytes)[at],
        MluDataType.I8 => (sbyte)bytes[at],
        MluDataType.U8 => bytes[at],
        _ => throw new RuntimeException($"values of type {type.Suffix()} cannot be read back"),
    };

    private static void Store(Span<byte> bytes, MluDataType type, int at, double value)
    {
        switch (type)
        {
            case MluDataType.F32: MemoryMarshal.Cast<byte, float>(bytes)[at] = (float)value; break;
            case MluDataType.F16: MemoryMarshal.Cast<byte, Half>(bytes)[at] = (Half)value; break;
            case MluDataType.BF16: MemoryMarshal.Cast<byte, ushort>(bytes)[at] = ToBFloat16((float)value); break;
            case MluDataType.I64: MemoryMarshal.Cast<byte, long>(bytes)[at] = (long)value; break;
            case MluDataType.I32: MemoryMarshal.Cast<byte, int>(bytes)[at] = (int)value; break;
            case MluDataType.I16: MemoryMarshal.Cast<byte, short>(bytes)[at] = (short)value; break;
            case MluDataType.I8: bytes[at] = unchecked((byte)(sbyte)value); break;
            case MluDataType.U8: bytes[at] = (byte)value; break;
            default: throw new RuntimeException($"values of type {type.Suffix()} cannot be stored");
        }
    }

    // Round to nearest, ties to even; a NaN stays one.
    private static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)0x7fc0 : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
