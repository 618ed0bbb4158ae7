using AccelSim.Chips.Mlu;
using AccelSim.Results;

namespace AccelSim.Runtime.Mlu;

/// <summary>What address translation and unified memory of a device did so far, as results have it.</summary>
internal static class MluVirtualCounters
{
    /// <summary>Counters; null where the chip has neither.</summary>
    public static VirtualMemoryCounters? Of(MluDevice device)
    {
        if (device.Translation is null && device.Unified is null)
        {
            return null;
        }

        var translation = device.Translation ?? default;
        var unified = device.Unified?.Counters ?? default;
        return new VirtualMemoryCounters
        {
            TlbHits = translation.Hits,
            TlbMisses = translation.Misses,
            SharedTlbHits = translation.SharedHits,
            PageWalks = translation.Walks,
            PageTableReads = translation.WalkReads,
            PageFaults = unified.Faults,
            EvictedPages = unified.Evicted,
            MigratedBytes = unified.BytesIn,
            WrittenBackBytes = unified.BytesOut,
            RemoteBytes = unified.RemoteBytes,
            PrefetchedPages = unified.Prefetched,
            PrefetchedPagesUsed = unified.PrefetchedUsed,
            PrefetchedPagesEvicted = unified.PrefetchedEvicted,
        };
    }
}
