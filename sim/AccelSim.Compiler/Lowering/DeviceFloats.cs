using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Lowering;

/// <summary>Writes floats in the device's element types, rounded to nearest even.</summary>
internal static class DeviceFloats
{
    /// <summary>The device bytes of an array.</summary>
    public static byte[] Convert(ReadOnlySpan<float> values, ElementType type)
    {
        var bytes = new byte[values.Length * type.SizeInBytes()];
        for (var i = 0; i < values.Length; i++)
        {
            Write(bytes, i, type, values[i]);
        }

        return bytes;
    }

    /// <summary>Writes element <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> bytes, long index, ElementType type, float value)
    {
        switch (type)
        {
            case ElementType.Float16: BinaryPrimitives.WriteHalfLittleEndian(bytes[(int)(index * 2)..], (Half)value); break;
            case ElementType.BFloat16:
                var bits = BitConverter.SingleToUInt32Bits(value);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[(int)(index * 2)..], (ushort)((bits + 0x7fff + (bits >> 16 & 1)) >> 16));
                break;
            default: BinaryPrimitives.WriteSingleLittleEndian(bytes[(int)(index * 4)..], value); break;
        }
    }
}
