using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Memory that host and device share page by page: a page is in one of the two, and moves to the device on demand.</summary>
public sealed record UnifiedMemorySpec : ICheckedRecord
{
    /// <summary>Bytes that move together.</summary>
    [Bounds(1 << 12, 1 << 30)]
    public required ByteSize Page { get; init; }

    /// <summary>Request for a missing page to the begin of its transfer: interrupt, driver, page tables.</summary>
    public required Duration FaultLatency { get; init; }

    /// <summary>
    /// Faults that are handled together in one <see cref="FaultLatency"/>, one batch after the other; where not given, each is handled by itself,
    /// any number at a time.
    /// </summary>
    [Bounds(1, 65536)]
    public int? FaultBatch { get; init; }

    public required MigrationSpec Migration { get; init; }

    /// <summary>Pages fetched ahead; none where not given.</summary>
    public PrefetchSpec? Prefetch { get; init; }

    /// <summary>Device memory for such pages, the one used longest ago makes room; all that programs may address where not given.</summary>
    public ByteSize? Capacity { get; init; }

    /// <summary>Bytes per second of the host link in one direction; what the host file says where not given.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>Begin of a transfer over the host link to its first byte; what the host file says where not given.</summary>
    public Duration? Latency { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (!long.IsPow2(Page.Bytes))
        {
            report("page", "must be a power of two");
        }

        if (Capacity is not { } capacity)
        {
            return;
        }

        if (capacity.Bytes % Page.Bytes != 0 || capacity.Bytes == 0)
        {
            report("capacity", $"is not a whole number of pages of {Page}");
        }
        else if (Prefetch is { Policy: PrefetchPolicy.Sequential } prefetch && prefetch.Depth >= capacity.Bytes / Page.Bytes)
        {
            report("prefetch.depth", $"leaves no page for what was asked for: the capacity is {capacity.Bytes / Page.Bytes} pages");
        }
    }
}
