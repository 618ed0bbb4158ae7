namespace AccelSim.Interconnect;

/// <summary>An open-loop load: every node starts packets at random, and waits in a queue of its own where the network does not take them.</summary>
public sealed record LoadTestSpec
{
    /// <summary>Flits per node and cycle that are offered.</summary>
    public required double Rate { get; init; }

    /// <summary>Length of every packet.</summary>
    public required int PacketFlits { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Cycles of one sample.</summary>
    public int SamplePeriod { get; init; } = 1000;

    /// <summary>Samples whose packets are not measured.</summary>
    public int WarmUpSamples { get; init; } = 3;

    /// <summary>Most samples, warm-up among them.</summary>
    public int MostSamples { get; init; } = 8;

    /// <summary>Mean latency above which the load counts as too much, cycles.</summary>
    public double LatencyLimit { get; init; } = 1000;

    /// <summary>Relative change from sample to sample that counts as none.</summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>True to wait for every measured packet and to stop where latency grows without end; false to measure throughput only.</summary>
    public bool MeasureLatency { get; init; } = true;
}
