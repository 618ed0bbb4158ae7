using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Unified memory in plain numbers.</summary>
public sealed record UnifiedConfig
{
    /// <summary>Bytes of a page, a power of two.</summary>
    public required long PageBytes { get; init; }

    /// <summary>Pages that host and device share, from address 0.</summary>
    public required int Pages { get; init; }

    /// <summary>Of those, how many the device has room for.</summary>
    public required int Capacity { get; init; }

    /// <summary>Touch of a missing page to the begin of its transfer, fs.</summary>
    public required long FaultLatency { get; init; }

    /// <summary>Faults that are handled together, one batch after the other; null where each is handled by itself.</summary>
    public int? FaultBatch { get; init; }

    /// <summary>Requests that are served from the host before one moves the page.</summary>
    public int Threshold { get; init; }

    /// <summary>Bytes per second of the host link in each direction.</summary>
    public required long LinkBytesPerSecond { get; init; }

    /// <summary>Begin of a transfer to its first byte, fs.</summary>
    public required long LinkLatency { get; init; }

    /// <summary>Which pages are fetched ahead.</summary>
    public PrefetchPolicy Prefetch { get; init; }

    /// <summary>How far ahead.</summary>
    public int Depth { get; init; }
}
