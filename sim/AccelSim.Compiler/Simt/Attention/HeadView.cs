namespace AccelSim.Compiler.Simt.Attention;

/// <summary>Where the rows of all heads of Q, K, V or the result lie; the elements of a row are neighbours. Strides in elements.</summary>
/// <param name="Batch">From one item of the batch to the next.</param>
/// <param name="Head">From one head to the next.</param>
/// <param name="Row">From one query or key to the next.</param>
internal readonly record struct HeadView(long Batch, long Head, long Row)
{
    /// <summary>A dense tensor [batch, heads, rows, size].</summary>
    public static HeadView Dense(int heads, int rows, int size) => new((long)heads * rows * size, (long)rows * size, size);

    /// <summary>A dense tensor [batch, rows, heads, size], as projections write it.</summary>
    public static HeadView ByToken(int heads, int rows, int size) => new((long)heads * rows * size, size, (long)heads * size);

    /// <summary>Bytes, 16 or a divisor of it, at whose multiples every row of <paramref name="size"/> elements begins and ends.</summary>
    public int Alignment(int size, int elementBytes)
    {
        var all = Batch | Head | Row | (long)size;
        for (var bytes = 16; bytes > elementBytes; bytes /= 2)
        {
            if (all * elementBytes % bytes == 0)
            {
                return bytes;
            }
        }

        return elementBytes;
    }
}
