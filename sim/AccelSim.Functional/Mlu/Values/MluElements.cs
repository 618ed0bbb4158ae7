using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Functional.Mlu;

/// <summary>Elements in memory as numbers: widening to what units compute in, and back.</summary>
internal static class MluElements
{
    /// <summary>The bytes of <paramref name="count"/> elements at an address; without elements the address may be anything.</summary>
    public static Span<byte> At(byte[] memory, long address, MluDataType type, long count) => count == 0
        ? default
        : memory.AsSpan(checked((int)address), checked((int)type.Bytes(count)));

    /// <summary>Integer type with the same bits, for operations that do not care what the bits mean.</summary>
    public static MluDataType BitType(MluDataType type) => type switch
    {
        MluDataType.F16 or MluDataType.BF16 => MluDataType.I16,
        MluDataType.F32 => MluDataType.I32,
        _ => type,
    };

    /// <summary>Range of an integer type.</summary>
    public static (long Min, long Max) Range(MluDataType type) => type switch
    {
        MluDataType.I4 => (-8, 7),
        MluDataType.I8 => (sbyte.MinValue, sbyte.MaxValue),
        MluDataType.I16 => (short.MinValue, short.MaxValue),
        MluDataType.I32 => (int.MinValue, int.MaxValue),
        MluDataType.U8 => (0, byte.MaxValue),
        MluDataType.U16 => (0, ushort.MaxValue),
        MluDataType.U32 => (0, uint.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>Widens to single precision; exact except for 32- and 64-bit integers.</summary>
    public static void ToSingle(ReadOnlySpan<byte> source, MluDataType type, Span<float> destination)
    {
        var count = destination.Length;
        switch (type)
        {
            case MluDataType.F32: MemoryMarshal.Cast<byte, float>(source)[..count].CopyTo(destination); break;
            case MluDataType.F16: BulkConversion.ToSingle(MemoryMarshal.Cast<byte, Half>(source)[..count], destination); break;
            case MluDataType.BF16: BulkConversion.ToSingle(MemoryMarshal.Cast<byte, BFloat16>(source)[..count], destination); break;
            case MluDataType.I8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(source)[..count], destination); break;
            case MluDataType.I16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(source)[..count], destination); break;
            case MluDataType.I32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(source)[..count], destination); break;
            default:
                for (var i = 0; i < count; i++)
                {
                    destination[i] = ReadInteger(source, type, i);
                }

                break;
        }
    }

    /// <summary>Narrows single precision to a floating type (to nearest even) or to an integer type (to nearest even, saturating, NaN to 0).</summary>
    public static void FromSingle(ReadOnlySpan<float> source, MluDataType type, Span<byte> destination)
    {
        switch (type)
        {
            case MluDataType.F32: source.CopyTo(MemoryMarshal.Cast<byte, float>(destination)); break;
            case MluDataType.F16: BulkConversion.ToHalf(source, MemoryMarshal.Cast<byte, Half>(destination)); break;
            case MluDataType.BF16: BulkConversion.ToBFloat16(source, MemoryMarshal.Cast<byte, BFloat16>(destination)); break;
            default:
                for (var i = 0; i < source.Length; i++)
                {
                    WriteInteger(destination, type, i, Saturate(Math.Round((double)source[i], MidpointRounding.ToEven), type));
                }

                break;
        }
    }

    /// <summary>Widens 8-, 16- or 32-bit signed integers.</summary>
    public static void ToInt32(ReadOnlySpan<byte> source, MluDataType type, Span<int> destination)
    {
        var count = destination.Length;
        switch (type)
        {
            case MluDataType.I32: MemoryMarshal.Cast<byte, int>(source)[..count].CopyTo(destination); break;
            case MluDataType.I16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(source)[..count], destination); break;
            case MluDataType.I8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(source)[..count], destination); break;
            default:
                for (var i = 0; i < count; i++)
                {
                    destination[i] = (int)ReadInteger(source, type, i);
                }

                break;
        }
    }

    /// <summary>Narrows integers that are already inside the type's range.</summary>
    public static void FromInt32(ReadOnlySpan<int> source, MluDataType type, Span<byte> destination)
    {
        switch (type)
        {
            case MluDataType.I32: source.CopyTo(MemoryMarshal.Cast<byte, int>(destination)); break;
            case MluDataType.I16: TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, short>(destination)); break;
            case MluDataType.I8: TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, sbyte>(destination)); break;
            default:
                for (var i = 0; i < source.Length; i++)
                {
                    WriteInteger(destination, type, i, source[i]);
                }

                break;
        }
    }

    /// <summary>Element <paramref name="index"/> of an integer type; four-bit elements are packed with the even one in the low half of the byte.</summary>
    public static long ReadInteger(ReadOnlySpan<byte> source, MluDataType type, int index) => type switch
    {
        MluDataType.I4 => (sbyte)((index & 1) == 0 ? source[index / 2] << 4 : source[index / 2] & 0xf0) >> 4,
        MluDataType.I8 => (sbyte)source[index],
        MluDataType.U8 => source[index],
        MluDataType.I16 => BinaryPrimitives.ReadInt16LittleEndian(source[(2 * index)..]),
        MluDataType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * index)..]),
        MluDataType.I32 => BinaryPrimitives.ReadInt32LittleEndian(source[(4 * index)..]),
        MluDataType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * index)..]),
        _ => BinaryPrimitives.ReadInt64LittleEndian(source[(8 * index)..]),
    };

    /// <summary>Stores the low bits of a value as element <paramref name="index"/>.</summary>
    public static void WriteInteger(Span<byte> destination, MluDataType type, int index, long value)
    {
        switch (type.Bits())
        {
            case 4:
                ref var pair = ref destination[index / 2];
                pair = (byte)((index & 1) == 0 ? (pair & 0xf0) | (int)(value & 15) : (pair & 0x0f) | (int)(value & 15) << 4);
                break;
            case 8: destination[index] = (byte)value; break;
            case 16: BinaryPrimitives.WriteInt16LittleEndian(destination[(2 * index)..], (short)value); break;
            case 32: BinaryPrimitives.WriteInt32LittleEndian(destination[(4 * index)..], (int)value); break;
            default: BinaryPrimitives.WriteInt64LittleEndian(destination[(8 * index)..], value); break;
        }
    }

    /// <summary>An integral double clamped to a type's range; NaN gives 0.</summary>
    public static long Saturate(double integral, MluDataType type)
    {
        var (min, max) = Range(type);
        return double.IsNaN(integral) ? 0 : integral <= min ? min : integral >= max ? max : (long)integral;
    }

    /// <summary>The value that the low bits of a register stand for, as a float.</summary>
    public static double RegisterValue(long bits, MluDataType type) => type.IsFloat() ? MluScalarFloat.ToDouble(bits, type) : RegisterInteger(bits, type);

    /// <summary>The low bits of a register as an integer of the type.</summary>
    public static long RegisterInteger(long bits, MluDataType type) => type.Bits() switch
    {
        8 => type == MluDataType.U8 ? (byte)bits : (sbyte)bits,
        16 => type == MluDataType.U16 ? (ushort)bits : (short)bits,
        32 => type == MluDataType.U32 ? (uint)bits : (int)bits,
        _ => bits,
    };
}
