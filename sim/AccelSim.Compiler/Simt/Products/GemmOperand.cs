namespace AccelSim.Compiler.Simt.Products;

/// <summary>Where the elements of a matrix lie in device memory; all strides count elements.</summary>
/// <param name="Leading">From one stored row to the next; neighbours in a row are next to each other.</param>
/// <param name="Transposed">True where the stored rows are the matrix's columns.</param>
/// <param name="OuterStride">From one matrix of the outer batch extent to the next; 0 where all share one.</param>
/// <param name="InnerStride">The same for the inner batch extent.</param>
/// <param name="Alignment">Bytes that the address of the first element is known to be a multiple of.</param>
internal readonly record struct GemmOperand(int Leading, bool Transposed = false, long OuterStride = 0, long InnerStride = 0, int Alignment = 16)
{
    /// <summary>Bytes, at most 16, in which stored rows of <paramref name="extent"/> elements can be moved.</summary>
    public int AccessBytes(int extent, int elementBytes)
    {
        var bytes = 16;
        foreach (var value in (long[])[Alignment, (long)Leading * elementBytes, OuterStride * elementBytes, InnerStride * elementBytes, (long)extent * elementBytes])
        {
            while (value % bytes != 0)
            {
                bytes /= 2;
            }
        }

        return bytes;
    }
}
