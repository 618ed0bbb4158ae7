using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>How a program is run.</summary>
public sealed record SessionOptions
{
    public required string Model { get; init; }

    public required string Precision { get; init; }

    /// <summary>Operand pair whose peak the run is held against; null where unknown.</summary>
    public MacFormat? Format { get; init; }

    public RunMode Mode { get; init; } = RunMode.Graph;

    /// <summary>Items per inference.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Also measure the first run: allocation, weights, cold launches.</summary>
    public bool Cold { get; init; }

    /// <summary>What ends the run before its end.</summary>
    public RunLimit Limit { get; init; } = RunLimit.None;

    /// <summary>Told after each layer's launch; null to tell nobody.</summary>
    public IProgress<RunProgress>? Progress { get; init; }
}
