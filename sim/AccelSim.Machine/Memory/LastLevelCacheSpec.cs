using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Cache between the on-chip network and device memory.</summary>
public sealed record LastLevelCacheSpec : ICheckedRecord
{
    public required ByteSize Size { get; init; }

    public required CachedTraffic Caches { get; init; }

    public required ByteSize Line { get; init; }

    [Bounds(1, 256)]
    public required int Ways { get; init; }

    /// <summary>Network port to data, on a hit.</summary>
    public required Cycles Latency { get; init; }

    /// <summary>Bytes per cycle of the whole cache on hits.</summary>
    public required BytesPerCycle Bandwidth { get; init; }

    /// <summary>Bytes that are there or not together; the minimum burst of device memory, or a line if that is less, where not given.</summary>
    public ByteSize? Sector { get; init; }

    /// <summary>Which line makes room.</summary>
    public CacheReplacement Replacement { get; init; }

    /// <summary>Where <see cref="CacheReplacement.Random"/> begins to draw.</summary>
    [Bounds(0, 1_000_000_000)]
    public int Seed { get; init; } = 1;

    /// <summary>When device memory learns of a write.</summary>
    public CacheWritePolicy Writes { get; init; }

    /// <summary>What a write does that misses.</summary>
    public CacheWriteMiss WriteMiss { get; init; }

    /// <summary>
    /// Lines that may wait for data. Where given, the cache is simulated line by line with its banks; else it is one port of
    /// <see cref="Bandwidth"/>, and misses are not limited.
    /// </summary>
    [Bounds(1, 65536)]
    public int? Mshrs { get; init; }

    /// <summary>Later misses of a line that may wait with the first; 8 where not given.</summary>
    [Bounds(0, 65536)]
    public int? MergesPerMshr { get; init; }

    /// <summary>Replaced lines whose dirty bytes device memory has not accepted yet; not limited where not given.</summary>
    [Bounds(1, 65536)]
    public int? WriteBacks { get; init; }

    /// <summary>What happens to the lines when the last task of a kernel has ended; the kernel ends no sooner than that.</summary>
    public CacheAtKernelEnd KernelEnd { get; init; }

    /// <summary>Data banks; as many as make up <see cref="Bandwidth"/> where not given.</summary>
    [Bounds(1, 4096)]
    public int? Banks { get; init; }

    /// <summary>Bytes that a bank serves in a cycle; a line where not given.</summary>
    public BytesPerCycle? BankWidth { get; init; }

    /// <summary>Consecutive bytes in one bank; a line where not given.</summary>
    public ByteSize? BankInterleave { get; init; }

    /// <summary>Look-up to what it asks of device memory; 1 cycle where not given.</summary>
    public Cycles? TagLatency { get; init; }

    /// <summary>Sets of <see cref="Ways"/> lines.</summary>
    public long Sets => Size.Bytes / (Line.Bytes * Ways);

    /// <summary>Bytes per cycle of a bank, given or not.</summary>
    public long BankBytesPerCycle => BankWidth?.Bytes ?? Line.Bytes;

    /// <summary>Banks, given or not.</summary>
    public int BankCount => Banks ?? (int)Math.Clamp(Bandwidth.Bytes / Math.Max(1, BankBytesPerCycle), 1, 4096);

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        CacheRules.CheckLines(Size.Bytes, Line.Bytes, Sector?.Bytes ?? Line.Bytes, Ways, Replacement, report);
        if (Mshrs is { } mshrs)
        {
            CacheRules.CheckBanks(Line.Bytes, BankCount, BankBytesPerCycle, BankInterleave?.Bytes ?? Line.Bytes, report);
            CacheRules.CheckMisses(
                mshrs, MergesPerMshr ?? 0, TagLatency?.Count ?? 1, Latency.Count, (key, message) => report(key == "hitLatency" ? "latency" : key, message));
            return;
        }

        (string Key, bool Given)[] timed =
        [
            ("mergesPerMshr", MergesPerMshr is not null), ("banks", Banks is not null), ("bankWidth", BankWidth is not null),
            ("bankInterleave", BankInterleave is not null), ("tagLatency", TagLatency is not null),
            ("writeBacks", WriteBacks is not null), ("kernelEnd", KernelEnd != CacheAtKernelEnd.Keep),
        ];
        foreach (var (key, _) in timed.Where(entry => entry.Given))
        {
            report(key, "needs mshrs: without them the cache is one port");
        }
    }
}
