namespace AccelSim.Compiler.Simt.Products;

/// <summary>A tile of fp32 in shared memory, a row for each k, from which lanes load four neighbouring rows of A or columns of B at once.</summary>
/// <param name="Start">First byte in shared memory.</param>
/// <param name="Extent">Rows of A or columns of B.</param>
internal sealed record LaneTile(int Start, int Extent)
{
    /// <summary>Words from one k to the next: 4 more than there are, so that stores along k meet other banks.</summary>
    public int Pitch => Extent + 4;

    /// <summary>Bytes of a tile.</summary>
    public int Bytes(int depth) => 4 * depth * Pitch;
}
