namespace AccelSim.Isa.Mlu;

/// <summary>Element type suffix of an instruction, as encoded in a 4-bit type field. <c>fix</c> types are integers with a binary point position.</summary>
public enum MluDataType : byte
{
    /// <summary>The field is not used; encoded as zero.</summary>
    None = 0,
    F16 = 1,
    BF16 = 2,
    F32 = 3,
    I4 = 4,
    I8 = 5,
    I16 = 6,
    I32 = 7,
    I64 = 8,
    U8 = 9,
    U16 = 10,
    U32 = 11,
}

/// <summary>Sizes and names of <see cref="MluDataType"/>.</summary>
public static class MluDataTypes
{
    private static readonly string[] Names = ["", "f16", "bf16", "f32", "i4", "i8", "i16", "i32", "i64", "u8", "u16", "u32"];

    /// <summary>Every type that can be written in assembly.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = Names[1..];

    /// <summary>Size of one element in bits; <see cref="MluDataType.I4"/> is packed two to a byte.</summary>
    public static int Bits(this MluDataType type) => type switch
    {
        MluDataType.I4 => 4,
        MluDataType.I8 or MluDataType.U8 => 8,
        MluDataType.F16 or MluDataType.BF16 or MluDataType.I16 or MluDataType.U16 => 16,
        MluDataType.F32 or MluDataType.I32 or MluDataType.U32 => 32,
        MluDataType.I64 => 64,
        _ => 0,
    };

    /// <summary>Bytes taken by <paramref name="count"/> elements, rounded up to whole bytes.</summary>
    public static long Bytes(this MluDataType type, long count) => (count * type.Bits() + 7) / 8;

    /// <summary>Assembly suffix, such as <c>f16</c>; empty for <see cref="MluDataType.None"/>.</summary>
    public static string Suffix(this MluDataType type) => Names[(int)type];

    /// <summary>True for the floating-point types.</summary>
    public static bool IsFloat(this MluDataType type) => type is MluDataType.F16 or MluDataType.BF16 or MluDataType.F32;

    internal static MluDataType Parse(string text) => (MluDataType)Array.IndexOf(Names, text);

    internal static bool TryParse(string text, out MluDataType type)
    {
        var index = Array.IndexOf(Names, text, 1);
        type = index > 0 ? (MluDataType)index : MluDataType.None;
        return index > 0;
    }
}
