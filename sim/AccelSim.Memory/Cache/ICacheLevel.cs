namespace AccelSim.Memory;

/// <summary>A level of memory that takes accesses and answers them later: a cache, or what lies behind the last one.</summary>
public interface ICacheLevel
{
    /// <summary>
    /// Asks for an access now. Reads end when the data is there, writes when they were accepted; requests for the same bytes take effect
    /// in the order in which they are made.
    /// </summary>
    /// <param name="address">First byte.</param>
    /// <param name="bytes">Bytes, not crossing a line of the level.</param>
    /// <param name="write">Write or read.</param>
    /// <param name="client">Told when it has ended, never during the call; null when nobody waits for it.</param>
    /// <param name="tag">Handed back to the client.</param>
    void Access(long address, int bytes, bool write, ICacheClient? client, int tag);
}
