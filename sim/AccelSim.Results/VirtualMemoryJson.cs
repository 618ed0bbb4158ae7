using System.Text.Json;

namespace AccelSim.Results;

/// <summary>The object <c>virtualMemory</c> of a run and of a layer.</summary>
internal static class VirtualMemoryJson
{
    /// <summary>Writes the object, only where the chip translates addresses or shares memory with the host.</summary>
    public static void Write(Utf8JsonWriter json, VirtualMemoryCounters? counters)
    {
        if (counters is null)
        {
            return;
        }

        json.WriteStartObject("virtualMemory");
        json.WriteNumber("tlbHits", counters.TlbHits);
        json.WriteNumber("tlbMisses", counters.TlbMisses);
        json.WriteNumber("sharedTlbHits", counters.SharedTlbHits);
        json.WriteNumber("pageWalks", counters.PageWalks);
        json.WriteNumber("pageTableReads", counters.PageTableReads);
        json.WriteNumber("pageFaults", counters.PageFaults);
        json.WriteNumber("evictedPages", counters.EvictedPages);
        json.WriteNumber("migratedBytes", counters.MigratedBytes);
        json.WriteNumber("writtenBackBytes", counters.WrittenBackBytes);
        json.WriteNumber("remoteBytes", counters.RemoteBytes);
        json.WriteNumber("prefetchedPages", counters.PrefetchedPages);
        json.WriteNumber("prefetchedPagesUsed", counters.PrefetchedPagesUsed);
        json.WriteNumber("prefetchedPagesEvicted", counters.PrefetchedPagesEvicted);
        json.WriteEndObject();
    }
}
