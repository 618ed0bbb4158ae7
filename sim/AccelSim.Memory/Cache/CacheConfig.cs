using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>A sectored set-associative cache of data.</summary>
/// <param name="SizeBytes">Capacity.</param>
/// <param name="LineBytes">Bytes under one tag, a power of two.</param>
/// <param name="SectorBytes">Bytes that are valid or not together; divides the line into at most 64 sectors.</param>
/// <param name="Ways">Lines of a set.</param>
public sealed record CacheConfig(long SizeBytes, int LineBytes, int SectorBytes, int Ways)
{
    /// <summary>Which line makes room.</summary>
    public CacheReplacement Replacement { get; init; }

    /// <summary>Where <see cref="CacheReplacement.Random"/> begins to draw.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>When the next level learns of a write.</summary>
    public CacheWritePolicy Writes { get; init; }

    /// <summary>What a write does that misses.</summary>
    public CacheWriteMiss WriteMiss { get; init; }

    /// <summary>Data banks that work at the same time; bank = (address / <see cref="BankInterleaveBytes"/>) mod banks.</summary>
    public int Banks { get; init; } = 1;

    /// <summary>Bytes that a bank reads or writes in a cycle; a line where not given.</summary>
    public int BankWidthBytes { get; init; } = LineBytes;

    /// <summary>Consecutive bytes in one bank, whole widths; a line where not given.</summary>
    public int BankInterleaveBytes { get; init; } = LineBytes;

    /// <summary>Lines that may wait for data (miss status holding registers).</summary>
    public int Mshrs { get; init; } = 16;

    /// <summary>Later misses of the same line that may wait with the first.</summary>
    public int MergesPerMshr { get; init; } = 8;

    /// <summary>
    /// Replaced lines whose dirty sectors the next level has not accepted yet (write-back buffer); where not given, they are not limited and not
    /// waited for.
    /// </summary>
    public int? WriteBacks { get; init; }

    /// <summary>Cycles from a look-up to what it asks of the next level.</summary>
    public int TagLatencyCycles { get; init; } = 1;

    /// <summary>Cycles from a look-up to the first data of a hit.</summary>
    public int HitLatencyCycles { get; init; } = 1;

    /// <summary>Everything that is wrong with the numbers, each with the key it has in chip files; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        CacheRules.CheckLines(SizeBytes, LineBytes, SectorBytes, Ways, Replacement, Report);
        CacheRules.CheckBanks(LineBytes, Banks, BankWidthBytes, BankInterleaveBytes, Report);
        CacheRules.CheckMisses(Mshrs, MergesPerMshr, TagLatencyCycles, HitLatencyCycles, Report);
        if (WriteBacks < 1)
        {
            Report("writeBacks", "must be at least 1");
        }

        if (!Enum.IsDefined(Writes))
        {
            Report("writes", "is none that is known");
        }

        if (!Enum.IsDefined(WriteMiss))
        {
            Report("writeMiss", "is none that is known");
        }

        return problems;

        void Report(string key, string message) => problems.Add($"{key} {message}");
    }

    /// <summary>Itself, when it describes a cache that can be built.</summary>
    /// <exception cref="ArgumentException">It does not; the message has all problems.</exception>
    public CacheConfig Checked()
    {
        var problems = Problems();
        return problems.Count == 0 ? this : throw new ArgumentException($"cache: {string.Join("; ", problems)}");
    }
}
