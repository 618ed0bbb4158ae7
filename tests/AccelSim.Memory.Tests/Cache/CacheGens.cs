using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Cache;

/// <summary>Caches of all policies, and accesses that keep them busy.</summary>
internal static class CacheGens
{
    public static Gen<CacheConfig> Configs =>
        from sets in Gen.Choose(1, 5)
        from ways in Gen.Elements(1, 2, 3, 4, 8, 64)
        from sector in Gen.Elements(16, 32, 64, 128)
        from tree in Gen.Elements(true, false)
        from random in Gen.Elements(true, false)
        from writes in Gen.Elements(Enum.GetValues<CacheWritePolicy>())
        from miss in Gen.Elements(Enum.GetValues<CacheWriteMiss>())
        from seed in Gen.Choose(0, 1000)
        select new CacheConfig(sets * ways * 128L, 128, sector, ways)
        {
            Replacement = random ? CacheReplacement.Random
                : tree && int.IsPow2(ways) ? CacheReplacement.PseudoLeastRecentlyUsed : CacheReplacement.LeastRecentlyUsed,
            Writes = writes,
            WriteMiss = miss,
            Seed = (ulong)seed,
        };

    /// <summary>Accesses inside lines, to about twice what the smaller caches hold.</summary>
    public static Gen<(long Address, int Bytes, bool Write)[]> Accesses(int lines = 50) => Gen.ArrayOf(
        from line in Gen.Choose(0, lines - 1)
        from offset in Gen.Choose(0, 127)
        from bytes in Gen.Choose(1, 128)
        from whole in Gen.Elements(true, false)
        from write in Gen.Elements(true, false, false)
        select whole ? ((line * 128L) + (offset / 16 * 16), Math.Max(16, Math.Min(bytes, 128 - (offset / 16 * 16)) / 16 * 16), write)
            : ((line * 128L) + offset, Math.Min(bytes, 128 - offset), write),
        300);
}
