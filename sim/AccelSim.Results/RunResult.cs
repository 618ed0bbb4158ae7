using System.Collections.Immutable;

namespace AccelSim.Results;

/// <summary>
/// Everything a run found out; reports are functions of this. Times are integers (fs), so that equal runs are equal bit for bit.
/// </summary>
public sealed record RunResult
{
    /// <summary>Version of the JSON contract (docs/result.schema.json).</summary>
    public const int SchemaVersion = 1;

    public required string Model { get; init; }

    public required string Chip { get; init; }

    public required string Host { get; init; }

    /// <summary>Element types of matrix products, as on the command line.</summary>
    public required string Precision { get; init; }

    /// <summary><c>graph</c> or <c>eager</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Items per inference.</summary>
    public required int Batch { get; init; }

    /// <summary>Inferences in the measured stream.</summary>
    public required int Iterations { get; init; }

    /// <summary>Core clock of the chip.</summary>
    public required long ClockHz { get; init; }

    /// <summary>One inference in steady state, end to end: input on the host to output on the host, fs. Mean over the stream, rounded up.</summary>
    public required long Femtoseconds { get; init; }

    /// <summary>Part of it during which the device ran kernels, fs.</summary>
    public required long DeviceFemtoseconds { get; init; }

    /// <summary>Multiply-adds of one inference.</summary>
    public required long Macs { get; init; }

    /// <summary>Most arithmetic operations per second of the matrix units at this precision (a multiply-add is two); 0 where unknown.</summary>
    public required long PeakOpsPerSecond { get; init; }

    /// <summary>Bytes per second of device memory at most.</summary>
    public required long DramPeakBytesPerSecond { get; init; }

    /// <summary>Device memory in use, bytes.</summary>
    public required long PeakDeviceBytes { get; init; }

    /// <summary>Device memory there is, bytes.</summary>
    public required long DeviceMemoryBytes { get; init; }

    /// <summary>Cores, for utilisations.</summary>
    public required int Cores { get; init; }

    /// <summary>Cores that only move data, for utilisations.</summary>
    public required int MemoryCores { get; init; }

    /// <summary>Where the time of one inference went, along the critical path; sums to the last inference's time.</summary>
    public required CauseStack Causes { get; init; }

    /// <summary>Counts of one inference.</summary>
    public required DeviceCounters Counters { get; init; }

    /// <summary>Energy of one inference: what its launches did, and what flows while it lasts; null where the chip file says nothing about energy.</summary>
    public EnergyBreakdown? Energy { get; init; }

    /// <summary>Estimated silicon of the chip by part; empty where the chip file says nothing about area.</summary>
    public ImmutableArray<AreaPart> Area { get; init; } = [];

    /// <summary>First-run latency; null where it was not asked for.</summary>
    public FirstRunResult? FirstRun { get; init; }

    public ImmutableArray<LayerResult> Layers { get; init; } = [];

    public ImmutableArray<UnitResult> Units { get; init; } = [];

    public ImmutableArray<HostOperatorResult> HostOperators { get; init; } = [];

    public CheckResult? Check { get; init; }

    /// <summary>Why and where the run was ended before its end: everything here is of the part until then. Null for a whole run.</summary>
    public string? Partial { get; init; }

    /// <summary>What was simulated and how far the time may be off, where the run was sampled; null where every block was simulated because nothing else was asked for.</summary>
    public SamplingResult? Sampling { get; init; }

    public ImmutableArray<string> Warnings { get; init; } = [];
}
