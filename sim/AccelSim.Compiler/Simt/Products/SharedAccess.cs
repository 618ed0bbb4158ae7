namespace AccelSim.Compiler.Simt.Products;

/// <summary>Names of accesses by their width.</summary>
internal static class SharedAccess
{
    /// <summary>The suffix for a number of bytes: 2, 4, 8 or 16.</summary>
    public static string Width(int bytes) => bytes switch
    {
        2 => ".u16",
        4 => ".b32",
        8 => ".b64",
        16 => ".b128",
        _ => throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "no access is that wide"),
    };
}
