using System.Runtime.InteropServices;

namespace AccelSim.Runtime;

/// <summary>An element type of buffers as program images name it, and how its elements become numbers.</summary>
/// <param name="Name">Name, such as <c>f16</c>.</param>
/// <param name="IsInteger">Whether elements are integers.</param>
/// <param name="Load">The number of an element.</param>
/// <param name="Store">Puts a number at an element, rounded to nearest, ties to even.</param>
internal sealed record ElementFormat(string Name, bool IsInteger, ElementFormat.Reader Load, ElementFormat.Writer Store)
{
    private static readonly ElementFormat[] All =
    [
        new("f64", false, (bytes, at) => As<double>(bytes)[at], (bytes, at, value) => As<double>(bytes)[at] = value),
        new("f32", false, (bytes, at) => As<float>(bytes)[at], (bytes, at, value) => As<float>(bytes)[at] = (float)value),
        new("f16", false, (bytes, at) => (double)As<Half>(bytes)[at], (bytes, at, value) => As<Half>(bytes)[at] = (Half)value),
        new("bf16", false, (bytes, at) => BitConverter.UInt32BitsToSingle((uint)As<ushort>(bytes)[at] << 16), (bytes, at, value) => As<ushort>(bytes)[at] = ToBFloat16((float)value)),
        new("i64", true, (bytes, at) => As<long>(bytes)[at], (bytes, at, value) => As<long>(bytes)[at] = (long)value),
        new("i32", true, (bytes, at) => As<int>(bytes)[at], (bytes, at, value) => As<int>(bytes)[at] = (int)value),
        new("i16", true, (bytes, at) => As<short>(bytes)[at], (bytes, at, value) => As<short>(bytes)[at] = (short)value),
        new("i8", true, (bytes, at) => (sbyte)bytes[at], (bytes, at, value) => bytes[at] = unchecked((byte)(sbyte)value)),
        new("u32", true, (bytes, at) => As<uint>(bytes)[at], (bytes, at, value) => As<uint>(bytes)[at] = unchecked((uint)(long)value)),
        new("u16", true, (bytes, at) => As<ushort>(bytes)[at], (bytes, at, value) => As<ushort>(bytes)[at] = unchecked((ushort)(long)value)),
        new("u8", true, (bytes, at) => bytes[at], (bytes, at, value) => bytes[at] = unchecked((byte)(long)value)),
    ];

    /// <summary>Reads element <paramref name="at"/>.</summary>
    public delegate double Reader(Span<byte> bytes, int at);

    /// <summary>Writes element <paramref name="at"/>.</summary>
    public delegate void Writer(Span<byte> bytes, int at, double value);

    /// <summary>The format of a name; null where there is none.</summary>
    public static ElementFormat? Of(string name) => Array.Find(All, format => format.Name == name);

    private static Span<T> As<T>(Span<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    // A NaN stays one.
    private static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)0x7fc0 : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
