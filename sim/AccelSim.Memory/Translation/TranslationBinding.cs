using System.Collections.Immutable;
using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Turns the sections <c>translation</c> and <c>unifiedMemory</c> of a chip file into plain numbers.</summary>
public static class TranslationBinding
{
    /// <summary>Translation for so many requesters; tables, where they are read, are the last bytes of the memory.</summary>
    public static TranslationConfig Bind(TranslationSpec spec, int requesters, Clock clock, long capacity)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new TranslationConfig
        {
            PageBytes = spec.Page.Bytes,
            Requesters = requesters,
            L1 = Buffer(spec.L1, clock),
            L2 = spec.L2 is { } shared ? Buffer(shared, clock) : null,
            Walkers = spec.Walkers,
            Levels = spec.Levels,
            LevelLatency = spec.LevelLatency?.Femtoseconds ?? 0,
            TableBases = spec.Walk == PageWalk.Memory ? Bases(spec, capacity) : [],
            LevelBits = int.Log2(spec.TableEntries ?? TranslationSpec.DefaultTableEntries),
            WalkCache = spec.WalkCache ?? 0,
        };
    }

    /// <summary>Unified memory over a host link.</summary>
    /// <param name="spec">The section.</param>
    /// <param name="bytes">Bytes that host and device share, from address 0.</param>
    /// <param name="link">The host's link, for what the section leaves open; null where there is no host.</param>
    /// <exception cref="ArgumentException">Neither says what the link is.</exception>
    public static UnifiedConfig Bind(UnifiedMemorySpec spec, long bytes, PcieSpec? link)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if ((spec.Bandwidth ?? link?.Effective) is not { } bandwidth || (spec.Latency ?? link?.Latency) is not { } latency)
        {
            throw new ArgumentException("without a host, unifiedMemory needs bandwidth and latency", nameof(link));
        }

        var pages = (int)Math.Max(1, bytes / spec.Page.Bytes);
        return new UnifiedConfig
        {
            PageBytes = spec.Page.Bytes,
            Pages = pages,
            Capacity = (int)((spec.Capacity?.Bytes ?? spec.Page.Bytes * pages) / spec.Page.Bytes),
            FaultLatency = spec.FaultLatency.Femtoseconds,
            FaultBatch = spec.FaultBatch,
            Threshold = spec.Migration.Threshold,
            LinkBytesPerSecond = bandwidth.BytesPerSecond,
            LinkLatency = latency.Femtoseconds,
            Prefetch = spec.Prefetch?.Policy ?? PrefetchPolicy.None,
            Depth = spec.Prefetch?.Depth ?? 0,
        };
    }

    private static ImmutableArray<long> Bases(TranslationSpec spec, long capacity)
    {
        var bases = new long[spec.Levels];
        var end = capacity;
        for (var level = spec.Levels - 1; level >= 0; level--)
        {
            end -= spec.LevelBytes(capacity, level);
            bases[level] = end;
        }

        return [.. bases];
    }

    private static TlbConfig Buffer(TlbSpec spec, Clock clock) => new(spec.Entries, spec.Ways, clock.Edge(spec.Latency.Count));
}
