namespace AccelSim.Memory;

/// <summary>A stream of requests without end for a memory, and for nothing else than its bytes: where they fall is up to the memory's own map.</summary>
public abstract class DramStream
{
    /// <summary>Bytes of each request.</summary>
    public abstract int Bytes { get; }

    /// <summary>Requests of one channel that may be on their way at once without changing what the stream is.</summary>
    public virtual long MostPerChannel => long.MaxValue;

    /// <summary>The next request.</summary>
    public abstract DramAsk Take();

    /// <summary>
    /// Sequential streams in turn, one request of each, equally far apart from each other; the last <paramref name="written"/> of them are written.
    /// One stream that is read is sequential reading, two of which one is written are a copy.
    /// </summary>
    public static DramStream Sequential(DramConfig config, int bytes, int streams, int written) => new SequentialStreams(config, bytes, streams, written);

    /// <summary>Reads of a least request every <paramref name="stride"/> bytes; a round through the memory ends one least request further.</summary>
    public static DramStream Strided(DramConfig config, long stride) => new StridedReads(config, stride);

    /// <summary>Reads of blocks at random places, multiples of their size.</summary>
    public static DramStream Random(DramConfig config, int block, ulong seed) => new RandomReads(config, block, seed);

    /// <summary>
    /// Reads of a least request in one bank (as many as it touches) of each of the first <paramref name="channels"/> channels: a new row each time,
    /// or all columns of a row before the next row.
    /// </summary>
    public static DramStream OneBank(DramConfig config, int channels, bool newRows) => new OneBankReads(config, channels, newRows);

    /// <summary>Reads of a least request in each bank of each channel in turn, a new row each time.</summary>
    public static DramStream EachBank(DramConfig config) => new EachBankReads(config);
}
