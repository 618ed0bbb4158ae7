using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Turns the cache section of a chip file into the plain numbers of the cache models.</summary>
public static class CacheBinding
{
    /// <summary>The configuration of <paramref name="spec"/> in front of a memory that reads and writes at least so many bytes at once.</summary>
    public static CacheConfig Bind(LastLevelCacheSpec spec, int minimumBurst)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var line = (int)spec.Line.Bytes;
        return new CacheConfig(spec.Size.Bytes, line, (int)(spec.Sector?.Bytes ?? Math.Min(line, minimumBurst)), spec.Ways)
        {
            Replacement = spec.Replacement,
            Seed = (ulong)spec.Seed,
            Writes = spec.Writes,
            WriteMiss = spec.WriteMiss,
            Banks = spec.Mshrs is null ? 1 : spec.BankCount,
            BankWidthBytes = (int)spec.BankBytesPerCycle,
            BankInterleaveBytes = (int)(spec.BankInterleave?.Bytes ?? line),
            Mshrs = spec.Mshrs ?? 1,
            WriteBacks = spec.WriteBacks,
            MergesPerMshr = spec.MergesPerMshr ?? 8,
            TagLatencyCycles = (int)(spec.TagLatency?.Count ?? 1),
            HitLatencyCycles = (int)Math.Max(1, spec.Latency.Count),
        }.Checked();
    }
}
