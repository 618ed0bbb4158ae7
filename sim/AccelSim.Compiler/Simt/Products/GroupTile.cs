namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A factor's tile in shared memory as products of warp groups read it: rows of up to 128 bytes with a swizzle, eight after eight; where rows run along the columns of B,
/// panels of as many columns as a row holds.
/// </summary>
/// <param name="Start">First byte in a buffer.</param>
/// <param name="KMajor">True where rows run along k.</param>
/// <param name="Extent">Rows (of A) or columns (of B).</param>
/// <param name="Depth">Elements along k.</param>
internal readonly record struct GroupTile(int Start, bool KMajor, int Extent, int Depth)
{
    /// <summary>Longest row: what a swizzle covers.</summary>
    public const int MostRowBytes = 128;

    /// <summary>Elements of 16 bits along k of one product.</summary>
    public const int Step = 16;

    private const int ElementBytes = 2;

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => ElementBytes * (KMajor ? Depth : Math.Min(MostRowBytes / ElementBytes, Extent));

    /// <summary>Rows of a panel.</summary>
    public int Rows => KMajor ? Extent : Depth;

    /// <summary>Panels that lie one behind the other.</summary>
    public int Panels => KMajor ? 1 : ElementBytes * Extent / RowBytes;

    /// <summary>Bytes of a panel.</summary>
    public int PanelBytes => RowBytes * Rows;

    /// <summary>Bytes of the tile.</summary>
    public int Bytes => ElementBytes * Extent * Depth;

    /// <summary>Suffix of bulk copies.</summary>
    public string Swizzle => $".swizzle_{RowBytes}b";

    /// <summary>Bytes from one step along k to the next.</summary>
    public int StepBytes => KMajor ? ElementBytes * Step : RowBytes * Step;

    /// <summary>The upper word of the descriptor: distance of rows eight after eight, and the swizzle.</summary>
    public int DescriptorHigh => (RowBytes switch { 128 => 1, 64 => 2, _ => 3 } << 30) | (8 * RowBytes / 16);

    /// <summary>What the lower word of the descriptor holds beside the address: the distance of panels.</summary>
    public int DescriptorLow => KMajor ? 0 : PanelBytes / 16 << 16;
}
