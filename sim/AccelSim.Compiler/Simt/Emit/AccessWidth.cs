namespace AccelSim.Compiler.Simt.Emit;

/// <summary>Suffixes of loads, stores and copies by their width.</summary>
internal static class AccessWidth
{
    /// <summary>The suffix for a number of bytes: 1, 2, 4, 8 or 16.</summary>
    public static string Of(int bytes) => bytes switch
    {
        1 => ".u8",
        2 => ".u16",
        4 => ".b32",
        8 => ".b64",
        16 => ".b128",
        _ => throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "no access is that wide"),
    };
}
