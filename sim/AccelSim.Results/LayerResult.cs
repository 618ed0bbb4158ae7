namespace AccelSim.Results;

/// <summary>One layer of a run: what it did and where its time went. Times are of one inference.</summary>
public sealed record LayerResult
{
    public required string Name { get; init; }

    /// <summary>Operator with what was fused: <c>Conv+Relu</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>Begin of the first launch, fs from the begin of the inference.</summary>
    public required long Start { get; init; }

    /// <summary>Device time of its launches, fs.</summary>
    public required long Femtoseconds { get; init; }

    /// <summary>The same in cycles of the core clock.</summary>
    public required long Cycles { get; init; }

    /// <summary>Multiply-adds of the operator.</summary>
    public required long Macs { get; init; }

    /// <summary>Least bytes that must cross device memory.</summary>
    public required long LeastBytes { get; init; }

    /// <summary><c>BLOCK</c> or <c>UNIONn</c>; of the first launch where they differ.</summary>
    public required string KernelType { get; init; }

    /// <summary>Tasks of all its launches.</summary>
    public required long Tasks { get; init; }

    /// <summary>Kernel launches.</summary>
    public required int Launches { get; init; }

    /// <summary>Name of the first kernel.</summary>
    public required string Kernel { get; init; }

    /// <summary>The compiler's schedule in words; empty where there is none.</summary>
    public string Schedule { get; init; } = "";

    public required CauseStack Causes { get; init; }

    public required DeviceCounters Counters { get; init; }

    /// <summary>Energy of its launches and of what flows while they run; null where energy is not modelled.</summary>
    public EnergyBreakdown? Energy { get; init; }

    /// <summary>What of it was simulated, where the run was sampled; null elsewhere.</summary>
    public SamplingResult? Sampling { get; init; }

    /// <summary>Group of causes that took most of the time: what to improve first.</summary>
    public string Bound => Causes.Groups() is [var first, ..] ? first.Group : "nothing";

    /// <summary>Bytes read from and written to device memory.</summary>
    public long Bytes => Counters.DramReadBytes + Counters.DramWriteBytes;
}
