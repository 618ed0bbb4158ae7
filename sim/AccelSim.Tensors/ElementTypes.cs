namespace AccelSim.Tensors;

/// <summary>Properties of an <see cref="ElementType"/>: its size, kind, name and value range.</summary>
public static class ElementTypes
{
    /// <summary>Bytes one element takes in memory.</summary>
    public static int SizeInBytes(this ElementType type) => type switch
    {
        ElementType.Int8 or ElementType.UInt8 or ElementType.Bool => 1,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 or ElementType.UInt16 => 2,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };

    /// <summary>True for the floating-point types.</summary>
    public static bool IsFloat(this ElementType type) => type <= ElementType.Float64;

    /// <summary>True for the integer types; a <see cref="ElementType.Bool"/> is neither float nor integer.</summary>
    public static bool IsInteger(this ElementType type) => type is >= ElementType.Int8 and <= ElementType.UInt64;

    /// <summary>True where a negative value can be held.</summary>
    public static bool IsSigned(this ElementType type) =>
        type.IsFloat() || type is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;

    /// <summary>The short name people write on a command line and see in a report: <c>f32</c>, <c>bf16</c>, <c>u8</c>...</summary>
    public static string ShortName(this ElementType type) => type switch
    {
        ElementType.Float32 => "f32",
        ElementType.Float16 => "f16",
        ElementType.BFloat16 => "bf16",
        ElementType.Float64 => "f64",
        ElementType.Int8 => "i8",
        ElementType.UInt8 => "u8",
        ElementType.Int16 => "i16",
        ElementType.UInt16 => "u16",
        ElementType.Int32 => "i32",
        ElementType.UInt32 => "u32",
        ElementType.Int64 => "i64",
        ElementType.UInt64 => "u64",
        ElementType.Bool => "bool",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };

    /// <summary>Smallest and largest value an integer type holds, both exactly.</summary>
    public static (Int128 Min, Int128 Max) IntegerRange(this ElementType type) => type switch
    {
        ElementType.Bool => (0, 1),
        _ when !type.IsInteger() => throw new ArgumentOutOfRangeException(nameof(type), type, "not an integer type"),
        _ when type.IsSigned() => (-(Int128.One << (type.SizeInBytes() * 8 - 1)), (Int128.One << (type.SizeInBytes() * 8 - 1)) - 1),
        _ => (0, (Int128.One << (type.SizeInBytes() * 8)) - 1),
    };
}
