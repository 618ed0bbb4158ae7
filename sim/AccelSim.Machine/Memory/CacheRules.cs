namespace AccelSim.Machine;

/// <summary>What the numbers of a cache must obey, whether they come from a file or from a program; each broken rule is reported.</summary>
public static class CacheRules
{
    /// <summary>Sectors that one word of valid bits has room for.</summary>
    public const int MostSectors = 64;

    /// <summary>Ways of the largest tree that one word has room for.</summary>
    public const int MostTreeWays = 64;

    private const long MostLines = 1L << 30;

    /// <summary>Checks lines, sectors and sets.</summary>
    /// <param name="size">Bytes of the cache.</param>
    /// <param name="line">Bytes under one tag.</param>
    /// <param name="sector">Bytes that are there or not together.</param>
    /// <param name="ways">Lines of a set.</param>
    /// <param name="replacement">How a line is chosen to make room.</param>
    /// <param name="report">Called with the key and the message.</param>
    public static void CheckLines(long size, long line, long sector, long ways, CacheReplacement replacement, Action<string, string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (!long.IsPow2(line))
        {
            report("line", "must be a power of two");
        }

        if (sector < 1 || line % sector != 0)
        {
            report("sector", "must divide the line");
        }
        else if (line / sector > MostSectors)
        {
            report("sector", FormattableString.Invariant($"makes more than {MostSectors} sectors of a line"));
        }

        if (ways < 1)
        {
            report("ways", "must be at least 1");
        }
        else if (line > 0 && (size < 1 || size % ((Int128)line * ways) != 0))
        {
            report("size", "is not a whole number of sets (line x ways)");
        }
        else if (line > 0 && size / line > MostLines)
        {
            report("size", FormattableString.Invariant($"is more than {MostLines} lines"));
        }

        if (!Enum.IsDefined(replacement))
        {
            report("replacement", "is none that is known");
        }
        else if (replacement == CacheReplacement.PseudoLeastRecentlyUsed && (!long.IsPow2(ways) || ways > MostTreeWays))
        {
            report("ways", FormattableString.Invariant($"must be a power of two and at most {MostTreeWays} for a tree of pseudo-LRU bits"));
        }
    }

    /// <summary>Checks banks.</summary>
    /// <param name="line">Bytes under one tag.</param>
    /// <param name="banks">Independent data banks.</param>
    /// <param name="bankWidth">Bytes that a bank serves in a cycle.</param>
    /// <param name="bankInterleave">Consecutive bytes in one bank.</param>
    /// <param name="report">Called with the key and the message.</param>
    public static void CheckBanks(long line, long banks, long bankWidth, long bankInterleave, Action<string, string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (banks < 1)
        {
            report("banks", "must be at least 1");
        }

        if (bankWidth < 1 || line % bankWidth != 0)
        {
            report("bankWidth", "must divide the line");
        }

        if (bankInterleave < 1 || (bankWidth > 0 && bankInterleave % bankWidth != 0))
        {
            report("bankInterleave", "must be a multiple of bankWidth");
        }

        if (bankInterleave > 0 && line > 0 && bankInterleave % line != 0 && line % bankInterleave != 0)
        {
            report("bankInterleave", "must divide the line or be a multiple of it");
        }
    }

    /// <summary>Checks what limits misses on their way, and the latencies.</summary>
    /// <param name="mshrs">Lines that may wait for data.</param>
    /// <param name="mergesPerMshr">Later misses that may wait with the first.</param>
    /// <param name="tagLatency">Cycles from a look-up to the request of a miss.</param>
    /// <param name="hitLatency">Cycles from a look-up to the data of a hit.</param>
    /// <param name="report">Called with the key and the message.</param>
    public static void CheckMisses(long mshrs, long mergesPerMshr, long tagLatency, long hitLatency, Action<string, string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (mshrs < 1)
        {
            report("mshrs", "must be at least 1");
        }

        if (mergesPerMshr < 0)
        {
            report("mergesPerMshr", "must not be negative");
        }

        if (tagLatency < 1)
        {
            report("tagLatency", "must be at least 1 cycle");
        }

        if (hitLatency < tagLatency)
        {
            report("hitLatency", "must not be less than tagLatency");
        }
    }
}
