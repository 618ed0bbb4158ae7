using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Executes conversions. To an integer: round(value * 2^-pos), saturating, NaN to 0; from an integer to a float: value * 2^pos; between integers the
/// position is that of the result relative to the source, so value * 2^-pos; between floats it plays no part.
/// </summary>
internal static class MluConvertExecutor
{
    public static void Execute(in MluOperation operation, MluCoreMemory memory, MluScratch scratch)
    {
        var (to, from) = (operation.Instruction.Type0, operation.Instruction.Type1);
        var count = (int)operation[2];
        if (count <= 0)
        {
            return;
        }

        var destination = MluElements.At(memory.Nram, operation[0], to, count);
        var source = scratch.Stable(MluElements.At(memory.Nram, operation[1], from, count), destination, MluScratchUse.SourceA, to.Bits() == from.Bits());
        var mode = Mode(operation.Instruction.Rounding);
        if (to == from && (to.IsFloat() || operation[3] == 0))
        {
            source.CopyTo(destination);
        }
        else if (to == MluDataType.F32 && from.IsFloat())
        {
            MluElements.ToSingle(source, from, MemoryMarshal.Cast<byte, float>(destination));
        }
        else if (from == MluDataType.F32 && to.IsFloat() && mode == RoundingMode.NearestEven)
        {
            MluElements.FromSingle(MemoryMarshal.Cast<byte, float>(source), to, destination);
        }
        else
        {
            var position = (int)Math.Clamp(operation[3], -2000, 2000);
            for (var i = 0; i < count; i++)
            {
                Element(source, from, destination, to, i, position, mode);
            }
        }
    }

    private static void Element(ReadOnlySpan<byte> source, MluDataType from, Span<byte> destination, MluDataType to, int index, int position, RoundingMode mode)
    {
        var raw = MluElements.ReadInteger(source, MluElements.BitType(from), index);
        if (to.IsFloat())
        {
            var value = from.IsFloat() ? MluScalarFloat.ToDouble(raw, from) : Math.ScaleB(raw, position);
            MluElements.WriteInteger(destination, MluElements.BitType(to), index, ToFloat(value, to, mode));
        }
        else if (from.IsFloat() || position != 0)
        {
            var value = from.IsFloat() ? MluScalarFloat.ToDouble(raw, from) : raw;
            MluElements.WriteInteger(destination, to, index, MluElements.Saturate(Rounding.ToIntegral(Math.ScaleB(value, -position), mode), to));
        }
        else
        {
            var (min, max) = MluElements.Range(to);
            MluElements.WriteInteger(destination, to, index, Math.Clamp(raw, min, max));
        }
    }

    /// <summary>Bit pattern of a double in a floating type, rounded once in the given mode.</summary>
    internal static long ToFloat(double value, MluDataType type, RoundingMode mode)
    {
        if (mode == RoundingMode.NearestEven)
        {
            return MluScalarFloat.FromDouble(value, type);
        }

        // single precision, rounded to odd, decides every narrower rounding as the exact value would
        var single = ToSingle(value, type == MluDataType.F32 ? mode : null);
        return type switch
        {
            MluDataType.F16 => BitConverter.HalfToUInt16Bits(Rounding.ToHalf(single, mode)),
            MluDataType.BF16 => BFloat16.FromSingle(single, mode).Bits,
            _ => BitConverter.SingleToUInt32Bits(single),
        };
    }

    /// <summary>Narrows to single precision in a mode, or to odd when there is none.</summary>
    private static float ToSingle(double value, RoundingMode? mode)
    {
        var nearest = (float)value;
        if (nearest == value || double.IsNaN(value) || double.IsInfinity(value))
        {
            return nearest;
        }

        var below = Math.Abs((double)nearest) > Math.Abs(value) ? TowardZero(nearest) : nearest;
        var bits = BitConverter.SingleToUInt32Bits(below);
        var middle = ((double)below / 2) + ((double)BitConverter.UInt32BitsToSingle(bits + 1) / 2);
        var away = mode switch
        {
            null => (bits & 1) == 0 && !float.IsInfinity(BitConverter.UInt32BitsToSingle(bits + 1)),
            RoundingMode.NearestAway => double.IsInfinity(middle) ? float.IsInfinity(nearest) : Math.Abs(value) >= Math.Abs(middle),
            RoundingMode.Up => value > 0,
            RoundingMode.Down => value < 0,
            _ => false,
        };
        return away ? BitConverter.UInt32BitsToSingle(bits + 1) : below;
    }

    private static float TowardZero(float value) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) - 1);

    private static RoundingMode Mode(MluRounding rounding) => rounding switch
    {
        MluRounding.Rn => RoundingMode.NearestEven,
        MluRounding.Oz => RoundingMode.NearestAway,
        MluRounding.Tz => RoundingMode.TowardZero,
        MluRounding.Up => RoundingMode.Up,
        _ => RoundingMode.Down,
    };
}
