namespace AccelSim.Compiler.Simt.Attention;

/// <summary>Where the rows of all heads of Q, K, V or the result lie; the elements of a row are neighbours. Strides in elements.</summary>
/// <param name="Batch">From one item of the batch to the next.</param>
/// <param name="Head">From one head to the next.</param>
/// <param name="Row">From one query or key to the next.</param>
internal readonly record struct HeadView(long Batch, long Head, long Row)
{
    /// <summary>
    /// Rows of a token that follow each other, <see cref="Row"/> apart, before the next token's, <see cref="Token"/> on; 1 where every row is a token.
    /// </summary>
    public int Packed { get; init; } = 1;

    /// <summary>From one token to the next.</summary>
    public long Token { get; init; } = Row;

    /// <summary>A dense tensor [batch, heads, rows, size].</summary>
    public static HeadView Dense(int heads, int rows, int size) => new((long)heads * rows * size, (long)rows * size, size);

    /// <summary>A dense tensor [batch, rows, heads, size], as projections write it.</summary>
    public static HeadView ByToken(int heads, int rows, int size) => new((long)heads * rows * size, size, (long)heads * size);

    /// <summary>
    /// Groups of neighbouring heads of a dense tensor [batch, tokens, heads, size] as one head each: row r is head r mod <paramref name="packed"/> of token r / packed.
    /// </summary>
    public static HeadView ByGroup(int heads, int tokens, int size, int packed)
    {
        if (packed == 1)
        {
            return ByToken(heads, tokens, size);
        }

        var view = new HeadView((long)heads * tokens * size, (long)packed * size, size);
        return packed == heads ? view : view with { Packed = packed, Token = (long)heads * size };
    }

    /// <summary>Elements from a row to another that is a number of rows on, where both numbers fit into the packing: one divides the other.</summary>
    public long Offset(int rows) => (rows / Packed * Token) + (rows % Packed * Row);

    /// <summary>Bytes, 16 or a divisor of it, at whose multiples every row of <paramref name="size"/> elements begins and ends.</summary>
    public int Alignment(int size, int elementBytes)
    {
        var all = Batch | Head | Row | Token | (long)size;
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
