using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AccelSim.Tensors;

/// <summary>Conversion of whole spans between single precision and the 16-bit floating types, vectorised; results equal the scalar conversions bit for bit.</summary>
public static class BulkConversion
{
    /// <summary>Widens binary16 to binary32, exactly.</summary>
    public static void ToSingle(ReadOnlySpan<Half> source, Span<float> destination) => TensorPrimitives.ConvertToSingle(source, destination);

    /// <summary>Narrows binary32 to binary16, to nearest even.</summary>
    public static void ToHalf(ReadOnlySpan<float> source, Span<Half> destination) => TensorPrimitives.ConvertToHalf(source, destination);

    /// <summary>Widens bfloat16 to binary32, exactly.</summary>
    public static void ToSingle(ReadOnlySpan<BFloat16> source, Span<float> destination)
    {
        if (destination.Length < source.Length)
        {
            throw new ArgumentException("destination is shorter than source", nameof(destination));
        }

        var narrow = MemoryMarshal.Cast<BFloat16, ushort>(source);
        var wide = MemoryMarshal.Cast<float, uint>(destination);
        var i = 0;
        for (; i <= narrow.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(narrow[i..]), out var low, out var high);
            Vector.ShiftLeft(low, 16).CopyTo(wide[i..]);
            Vector.ShiftLeft(high, 16).CopyTo(wide[(i + Vector<uint>.Count)..]);
        }

        for (; i < narrow.Length; i++)
        {
            wide[i] = (uint)narrow[i] << 16;
        }
    }

    /// <summary>Narrows binary32 to bfloat16, to nearest even.</summary>
    public static void ToBFloat16(ReadOnlySpan<float> source, Span<BFloat16> destination)
    {
        if (destination.Length < source.Length)
        {
            throw new ArgumentException("destination is shorter than source", nameof(destination));
        }

        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = (BFloat16)source[i];
        }
    }
}
