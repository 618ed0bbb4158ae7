namespace AccelSim.Memory;

/// <summary>What a memory did under a pattern, in the part of the run that was measured.</summary>
public sealed record DramBenchResult
{
    /// <summary>Requests that ended.</summary>
    public required long Requests { get; init; }

    /// <summary>Bytes asked for and moved, per second.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary><see cref="BytesPerSecond"/> as a fraction of what all data buses could move.</summary>
    public required double PeakFraction { get; init; }

    /// <summary>Column accesses that found their row open, as a fraction.</summary>
    public required double RowHitRate { get; init; }

    /// <summary>Asked to ended, with controller and PHY, ns. A write ends when it is accepted.</summary>
    public required double MeanLatency { get; init; }

    /// <summary>Half of the requests took no longer, ns.</summary>
    public required double MedianLatency { get; init; }

    /// <summary>99 of 100 requests took no longer, ns.</summary>
    public required double TailLatency { get; init; }

    /// <summary>What the data buses did, all together.</summary>
    public required DramBusShares Bus { get; init; }
}
